//! A hand-edited artifact -> the same with counts, checksum and seal of what it holds now.

use crate::artifact::checksum::{ChecksumInput, checksum, seal};
use crate::artifact::files::ArtifactFiles;
use crate::artifact::read::{Artifact, ArtifactProblem, Author, read};
use crate::artifact::render::{warning_lines, warnings_text};

/// The files sealed anew, with those lines in warnings.txt. Keys of metadata.txt keep their
/// order, unknown ones are kept. comon_orm's get no seal, and no files that they had not.
///
/// # Errors
///
/// As [`read`]: the files must be usable, whatever their seal says.
pub fn reseal(
    folder_name: &str,
    files: &ArtifactFiles,
    warnings: &[String],
) -> Result<ArtifactFiles, Vec<ArtifactProblem>> {
    let artifact = read(folder_name, files)?;
    let lines = warning_lines(warnings);
    let text = warnings_text(&lines);
    let mut resealed = ArtifactFiles {
        migration_sql: Some(artifact.migration_sql.clone().into_bytes()),
        warnings: Some(text.clone().into_bytes()),
        before_schema: Some(artifact.before_schema.clone().into_bytes()),
        after_schema: Some(artifact.after_schema.clone().into_bytes()),
        metadata: None,
    };
    if files.metadata.is_some() {
        let metadata = resealed_metadata(&artifact, &lines, &text);
        resealed.metadata = Some(metadata.into_bytes());
    }
    Ok(resealed)
}

fn resealed_metadata(artifact: &Artifact, lines: &[String], warnings: &str) -> String {
    let mut metadata = artifact.metadata.clone();
    if let Some(provider) = artifact.provider {
        let input = ChecksumInput {
            provider,
            before_schema: &artifact.before_schema,
            after_schema: &artifact.after_schema,
            migration_sql: &artifact.migration_sql,
            warnings: lines,
            requires_rebuild: artifact.rebuild_required,
        };
        metadata.set("statement_count", &artifact.statement_count().to_string());
        metadata.set("warning_count", &lines.len().to_string());
        metadata.set("checksum", &checksum(&input));
    }
    if artifact.author == Author::Comon {
        // The seal stands last.
        metadata.remove("seal");
        let files = [
            ("migration.sql", artifact.migration_sql.as_str()),
            ("warnings.txt", warnings),
            ("before.prisma", artifact.before_schema.as_str()),
            ("after.prisma", artifact.after_schema.as_str()),
        ];
        metadata.set("seal", &seal(files, &metadata.text()));
    }
    metadata.text()
}
