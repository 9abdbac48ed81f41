//! The bytes of a migration directory -> what a decision sees of it, and its texts where they
//! can be used. Pure: the bytes were read before.

use crate::artifact_dir::Folder;
use crate::deploy::assess::Reviewed;
use crate::deploy::situation::LocalMigration;
use planner_core::artifact::read::Author;
use planner_core::artifact::{self, Artifact, ArtifactFiles, ArtifactProblem};
use planner_core::provider::Provider;

/// Verifies a directory. `provider` is the project's: comon_orm's directories may lack the file
/// that names theirs.
pub fn load(folder: Folder, provider: Provider) -> (LocalMigration, Option<Reviewed>) {
    let mut local =
        LocalMigration { name: folder.name, invalid: folder.problems, ..LocalMigration::default() };
    let files: ArtifactFiles = folder.files.into_iter().collect();
    let artifact = match artifact::read(&local.name, &files) {
        Ok(artifact) => artifact,
        Err(problems) => {
            // A file that could not be read was named already; it is not missing.
            let named = |problem: &&ArtifactProblem| {
                !local.invalid.iter().any(|line| line.starts_with(problem.file))
            };
            let more: Vec<String> = problems.iter().filter(named).map(sentence).collect();
            local.invalid.extend(more);
            return (local, None);
        }
    };
    let artifact = match artifact.assuming(provider) {
        Ok(artifact) => artifact,
        Err(problems) => {
            local.invalid.extend(problems.iter().map(sentence));
            return (local, None);
        }
    };
    let own = artifact.provider.unwrap_or(provider);
    local.unsealed = artifact.unsealed.iter().map(sentence).collect();
    let reviewed = texts(artifact, own, &files);
    local.provider = Some(own);
    local.checksum = Some(reviewed.checksum.clone());
    local.before = reviewed.artifact.before_schema.clone();
    local.after = reviewed.artifact.after_schema.clone();
    local.foreign = reviewed.is_foreign();
    let usable = local.invalid.is_empty();
    (local, usable.then_some(reviewed))
}

fn texts(artifact: Artifact, provider: Provider, files: &ArtifactFiles) -> Reviewed {
    let ours = artifact.author == Author::Comon;
    let planner_version = artifact.metadata.get("planner_version").filter(|_| ours);
    let is_verified = ours && artifact.unsealed.is_empty();
    let recorded = artifact.metadata.get("checksum").filter(|_| is_verified);
    Reviewed {
        name: artifact.name.clone(),
        provider,
        has_warnings: files.warnings.is_some(),
        metadata: files.metadata.as_deref().map(normalised),
        planner_version: planner_version.map(str::to_owned).or_else(|| ours.then(String::new)),
        target_version: artifact.metadata.get("target_version").and_then(version),
        // One that is recorded and fits was computed a moment ago.
        checksum: recorded.map_or_else(|| artifact.checksum(provider), str::to_owned),
        artifact,
    }
}

/// The text with `\n` line ends, as it is hashed.
fn normalised(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace("\r\n", "\n")
}

/// `14` or `3.35` as numbers.
fn version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.split('.').map(|part| part.parse().ok());
    let major = parts.next()??;
    Some((major, parts.next().flatten().unwrap_or_default()))
}

/// A problem as one sentence that says where.
pub fn sentence(problem: &ArtifactProblem) -> String {
    let place = match problem.line {
        Some(line) => format!("{}:{line}", problem.file),
        None => problem.file.to_owned(),
    };
    match &problem.help {
        Some(help) => format!("{place}: {} ({help})", problem.message),
        None => format!("{place}: {}", problem.message),
    }
}
