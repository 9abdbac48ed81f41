//! A history row, and where it lacks a snapshot those of its neighbours -> the five files that were
//! applied, or what is missing for them. The row's checksum decides, and the seal where the row holds
//! metadata.txt. Pure: knows nothing of folders.

use crate::history::row::Row;
use planner_core::artifact::metadata::Metadata;
use planner_core::artifact::render::warnings_text;
use planner_core::artifact::{self, ArtifactFiles, ChecksumInput};
use planner_core::diff::{RenameHint, hint};
use planner_core::planner::{PlanRequest, plan_for};
use planner_core::provider::Provider;
use planner_core::source::Sources;
use std::fmt::Write as _;

/// Snapshots that neighbours in the chain hold, for a row that holds none.
#[derive(Debug, Clone, Copy, Default)]
pub struct Neighbours<'a> {
    /// after.prisma of the migration before.
    pub before: Option<&'a str>,
    /// before.prisma of the migration after.
    pub after: Option<&'a str>,
}

/// A directory that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Its files.
    pub files: ArtifactFiles,
    /// Where its SQL comes from.
    pub sql: SqlSource,
    /// What may not be to the byte as it was, one sentence each.
    pub notes: Vec<String>,
}

/// Where the SQL of a restored directory comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SqlSource {
    /// The history stores what was executed.
    Stored,
    /// The planner writes it again, and it has the recorded checksum.
    Planned,
}

/// The directory that a row was written from.
///
/// # Errors
///
/// What is missing, one sentence each.
pub fn restored(
    row: &Row,
    assumed: Provider,
    neighbours: Neighbours<'_>,
) -> Result<Restored, Vec<String>> {
    let provider = row.provider.as_deref().and_then(Provider::from_name).unwrap_or(assumed);
    let befores: Vec<&str> =
        row.before_schema.as_deref().into_iter().chain(neighbours.before).collect();
    let afters: Vec<&str> =
        row.after_schema.as_deref().into_iter().chain(neighbours.after).collect();
    let mut missing = Vec::new();
    for (snapshots, side) in [(&befores, "before"), (&afters, "after")] {
        if snapshots.is_empty() {
            missing.push(format!(
                "{side}.prisma: the history row holds no snapshot, and no neighbour in the folder has it"
            ));
        }
    }
    if !missing.is_empty() {
        return Err(missing);
    }
    for before in &befores {
        for after in &afters {
            for (source, sql) in scripts(row, provider, before, after) {
                if fits(row, provider, before, after, &sql) {
                    return finished(row, provider, [before, after, &sql], source);
                }
            }
        }
    }
    Err(vec![match (&row.ours.migration_sql, &row.checksum) {
        (None, None) => {
            "migration.sql: the history row stores neither the SQL nor a checksum that \
                         a new plan could be compared with"
                .to_owned()
        }
        (None, Some(checksum)) => format!(
            "migration.sql: the history row does not store it, and what the planner writes for its \
             snapshots does not have the recorded checksum {checksum}"
        ),
        (Some(_), checksum) => format!(
            "the stored SQL, snapshots and warnings do not have the recorded checksum {}: the row was \
             changed, or migration.sql was a notice of comon_orm",
            checksum.as_deref().unwrap_or_default()
        ),
    }])
}

/// The metadata of a row's directory, as far as it is stored.
pub fn metadata(row: &Row) -> Metadata {
    row.ours.metadata.as_deref().and_then(|text| Metadata::parse(text).ok()).unwrap_or_default()
}

/// The rename hints of metadata as the planner takes them.
pub fn hints(metadata: &Metadata) -> Vec<RenameHint> {
    let renames = metadata.renames();
    renames.iter().filter_map(|(from, to)| hint::parse(&format!("{from} -> {to}")).ok()).collect()
}

/// What migration.sql may have been, the surest first.
fn scripts(row: &Row, provider: Provider, before: &str, after: &str) -> Vec<(SqlSource, String)> {
    let stored = row.ours.migration_sql.clone().map(|sql| (SqlSource::Stored, sql));
    // Without a checksum nothing would tell that a new plan is the one that ran.
    let planned = row.checksum.as_ref().and_then(|_| {
        let hints = hints(&metadata(row));
        let (from, to) =
            (Sources::single("before.prisma", before), Sources::single("after.prisma", after));
        let from = (!before.trim().is_empty()).then_some(&from);
        let request = PlanRequest { before: from, after: &to, hints: &hints };
        let planned = plan_for(&request, Some(provider)).ok()?;
        Some((SqlSource::Planned, planned.migration_sql))
    });
    stored.into_iter().chain(planned).collect()
}

fn fits(row: &Row, provider: Provider, before: &str, after: &str, sql: &str) -> bool {
    let computed = artifact::checksum(&ChecksumInput {
        provider,
        before_schema: before,
        after_schema: after,
        migration_sql: sql,
        warnings: &row.warnings,
        requires_rebuild: row.rebuild_required,
    });
    row.checksum.as_ref().is_none_or(|recorded| *recorded == computed)
}

fn finished(
    row: &Row,
    provider: Provider,
    [before, after, sql]: [&str; 3],
    source: SqlSource,
) -> Result<Restored, Vec<String>> {
    let mut notes = Vec::new();
    let mut files = ArtifactFiles {
        migration_sql: Some(sql.as_bytes().to_vec()),
        warnings: Some(warnings_text(&row.warnings).into_bytes()),
        before_schema: Some(before.as_bytes().to_vec()),
        after_schema: Some(after.as_bytes().to_vec()),
        metadata: row.ours.metadata.as_ref().map(|text| text.as_bytes().to_vec()),
    };
    // A row of ours without it was written from a directory of comon_orm that had none.
    if row.ours.metadata.is_none() && row.ours.executor_version.is_none() {
        files.metadata = Some(written_anew(row, provider).into_bytes());
        notes.push("metadata.txt is written anew: the history does not hold its text".to_owned());
    }
    let sentence = crate::deploy::load::sentence;
    let read = artifact::read(row.migration(), &files)
        .map_err(|problems| problems.iter().map(sentence).collect::<Vec<_>>())?;
    if read.unsealed.is_empty() {
        return Ok(Restored { files, sql: source, notes });
    }
    Err(read.unsealed.iter().map(sentence).collect())
}

/// What comon_orm writes, as far as a row tells it.
fn written_anew(row: &Row, provider: Provider) -> String {
    let mut text = String::new();
    let checksum = row.checksum.as_deref().unwrap_or_default();
    let _ = writeln!(text, "name={}", row.migration());
    let _ = writeln!(text, "statement_count={}", row.statement_count);
    let _ = writeln!(text, "rebuild_required={}", row.rebuild_required);
    let _ = writeln!(text, "warning_count={}", row.warnings.len());
    let _ = writeln!(text, "provider={}", provider.name());
    if !checksum.is_empty() {
        let _ = writeln!(text, "checksum={checksum}");
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::history::row::{Kind, Ours};
    use planner_core::artifact::{NewArtifact, render};
    use planner_core::planner::plan;

    const AFTER: &str =
        "datasource db {\n  provider = \"sqlite\"\n}\n\nmodel A {\n  id Int @id\n}\n";

    /// A directory, and the row of its application.
    fn applied(edit: impl FnOnce(String) -> String) -> (ArtifactFiles, Row) {
        let after = Sources::single("schema.prisma", AFTER);
        let planned = plan(&PlanRequest { before: None, after: &after, hints: &[] }).unwrap();
        let sql = edit(planned.migration_sql.clone());
        let files = render(&NewArtifact {
            name: "20260101000000_a".to_owned(),
            generated_at: "2026-01-01T00:00:00Z".to_owned(),
            provider: Provider::Sqlite,
            migration_sql: sql.clone(),
            warnings: Vec::new(),
            before_schema: String::new(),
            after_schema: planned.after_schema.clone(),
            statement_count: 1,
            rebuild_required: false,
            renames: Vec::new(),
            planner_version: "0.1.0".to_owned(),
            target_version: "3.35".to_owned(),
        });
        let read = artifact::read("20260101000000_a", &files).unwrap();
        let row = Row {
            name: "20260101000000_a".to_owned(),
            applied_at: "2026-01-02T00:00:00Z".to_owned(),
            statement_count: 1,
            kind: Kind::Apply,
            target_name: None,
            provider: Some("sqlite".to_owned()),
            checksum: Some(read.checksum(Provider::Sqlite)),
            before_schema: Some(String::new()),
            after_schema: Some(planned.after_schema),
            warnings: Vec::new(),
            rebuild_required: false,
            ours: Ours {
                executor_version: Some("0.1.0".to_owned()),
                migration_sql: Some(sql),
                metadata: Some(String::from_utf8(files.metadata.clone().unwrap()).unwrap()),
                ..Ours::default()
            },
        };
        (files, row)
    }

    fn back(row: &Row) -> Result<Restored, Vec<String>> {
        restored(row, Provider::Sqlite, Neighbours::default())
    }

    #[test]
    fn stored_row_gives_the_directory_back_to_the_byte() {
        let (files, row) = applied(|sql| format!("{sql}-- by hand\n"));
        assert_eq!(
            back(&row).unwrap(),
            Restored { files, sql: SqlSource::Stored, notes: Vec::new() }
        );
    }

    #[test]
    fn sql_that_is_not_stored_is_planned_again_where_the_checksum_says_so() {
        let (files, mut row) = applied(|sql| sql);
        row.ours.migration_sql = None;
        assert_eq!(
            back(&row).unwrap(),
            Restored { files, sql: SqlSource::Planned, notes: Vec::new() }
        );
        let (_, mut edited) = applied(|sql| format!("{sql}-- by hand\n"));
        edited.ours.migration_sql = None;
        assert!(
            back(&edited).unwrap_err()[0].starts_with("migration.sql: the history row does not")
        );
        edited.checksum = None;
        assert!(back(&edited).unwrap_err()[0].contains("neither the SQL nor a checksum"));
    }

    #[test]
    fn row_that_was_changed_gives_nothing() {
        let (_, mut row) = applied(|sql| sql);
        row.after_schema = row.after_schema.map(|text| text.replace("model A", "model B"));
        assert!(back(&row).unwrap_err()[0].contains("do not have the recorded checksum"));
    }

    #[test]
    fn snapshots_of_neighbours_stand_in_for_those_that_a_row_lacks() {
        let (files, mut row) = applied(|sql| sql);
        let after = row.after_schema.take();
        assert_eq!(back(&row).unwrap_err().len(), 1);
        let neighbours = Neighbours { before: None, after: after.as_deref() };
        assert_eq!(restored(&row, Provider::Sqlite, neighbours).unwrap().files, files);
    }

    #[test]
    fn row_of_comon_orm_gets_metadata_of_its_kind() {
        let (files, mut row) = applied(|sql| sql);
        row.ours = Ours { migration_sql: row.ours.migration_sql, ..Ours::default() };
        let found = back(&row).unwrap();
        assert_eq!(found.files.migration_sql, files.migration_sql);
        assert_eq!(found.notes.len(), 1);
        let text = String::from_utf8(found.files.metadata.unwrap()).unwrap();
        assert!(text.starts_with("name=20260101000000_a\n") && !text.contains("seal"), "{text}");
    }
}
