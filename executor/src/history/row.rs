//! The rows of the history table as values, and what they mean together: which migrations are
//! active, in which order, and which were rolled back. Pure; rows written by comon_orm, which
//! know fewer columns, are understood as well.

use std::collections::{BTreeMap, BTreeSet};

/// One row of `_comon_orm_migrations`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The key: the migration's name, `<name>#<n>` when applied anew, or
    /// `<target>_rollback_<unix ms>`.
    pub name: String,
    /// RFC 3339, UTC.
    pub applied_at: String,
    /// How many statements ran.
    pub statement_count: i64,
    /// Whether it did or undid.
    pub kind: Kind,
    /// The migration that a rollback row undoes, or that a `<name>#<n>` row applied anew.
    pub target_name: Option<String>,
    /// `postgresql` or `sqlite`, where recorded.
    pub provider: Option<String>,
    /// The artifact's checksum, where recorded.
    pub checksum: Option<String>,
    /// The snapshot before; in a rollback row the state left.
    pub before_schema: Option<String>,
    /// The snapshot after; in a rollback row the state reached.
    pub after_schema: Option<String>,
    /// The gating warnings of the artifact.
    pub warnings: Vec<String>,
    /// Whether SQLite rebuilt a table.
    pub rebuild_required: bool,
    /// What comon adds to the shared columns.
    pub ours: Ours,
}

/// The columns that only comon writes; `None` in rows written by others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ours {
    /// Order of application.
    pub seq: Option<i64>,
    /// `dev`, `deploy`, `resolve` …
    pub command: Option<String>,
    /// Version of the writing executor.
    pub executor_version: Option<String>,
    /// Who ran it, as `user@host`.
    pub applied_by: Option<String>,
    /// How long it took.
    pub duration_ms: Option<i64>,
    /// JSON of the warnings that were accepted, and how.
    pub accepted_warnings: Option<String>,
    /// The executed SQL.
    pub migration_sql: Option<String>,
    /// JSON of expressions and how the server spells them.
    pub live_expressions: Option<String>,
    /// metadata.txt as it was applied: what none of the other columns hold of a directory.
    pub metadata: Option<String>,
}

/// What a row did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A migration was applied.
    Apply,
    /// A migration was undone.
    Rollback,
}

impl Kind {
    /// The word that the table holds.
    pub fn word(self) -> &'static str {
        match self {
            Self::Apply => "apply",
            Self::Rollback => "rollback",
        }
    }

    /// Reads the word; what nobody writes counts as applied, since that hides nothing.
    pub fn from_word(word: &str) -> Self {
        if word == "rollback" { Self::Rollback } else { Self::Apply }
    }
}

impl Row {
    /// The migration that the row is about, whatever the row's own key.
    pub fn migration(&self) -> &str {
        self.target_name.as_deref().unwrap_or(&self.name)
    }
}

/// All rows in order of time, and what follows from them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    rows: Vec<Row>,
}

impl History {
    /// Puts the rows into the order in which they were written: by `seq` where a row has one;
    /// rows of others are merged in by time and name.
    pub fn new(rows: Vec<Row>) -> Self {
        let (mut numbered, mut others): (Vec<Row>, Vec<Row>) =
            rows.into_iter().partition(|row| row.ours.seq.is_some());
        numbered
            .sort_by(|left, right| (left.ours.seq, &left.name).cmp(&(right.ours.seq, &right.name)));
        others.sort_by(|left, right| time_key(left).cmp(&time_key(right)));
        let mut rows = Vec::with_capacity(numbered.len() + others.len());
        let mut numbered = numbered.into_iter().peekable();
        let mut others = others.into_iter().peekable();
        while let (Some(left), Some(right)) = (numbered.peek(), others.peek()) {
            let earlier =
                if time_key(right) <= time_key(left) { others.next() } else { numbered.next() };
            rows.extend(earlier);
        }
        rows.extend(numbered);
        rows.extend(others);
        Self { rows }
    }

    /// The same with these rows in place of those of the same keys.
    #[must_use]
    pub fn with(mut self, rows: Vec<Row>) -> Self {
        let mut rows: BTreeMap<String, Row> =
            rows.into_iter().map(|row| (row.name.clone(), row)).collect();
        for row in &mut self.rows {
            if let Some(whole) = rows.remove(&row.name) {
                *row = whole;
            }
        }
        self
    }

    /// Every row, oldest first.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The apply rows that no later rollback row undid, oldest first.
    pub fn active(&self) -> Vec<&Row> {
        let mut undone: BTreeSet<&str> = BTreeSet::new();
        let mut active = Vec::new();
        for row in self.rows.iter().rev() {
            match row.kind {
                Kind::Rollback => {
                    undone.insert(row.migration());
                }
                Kind::Apply => {
                    if !undone.contains(row.migration()) {
                        active.push(row);
                    }
                }
            }
        }
        active.reverse();
        active
    }

    /// Active rows by the migration that they are about.
    pub fn active_by_migration(&self) -> BTreeMap<&str, &Row> {
        self.active().into_iter().map(|row| (row.migration(), row)).collect()
    }

    /// Migrations that were applied, then rolled back, and not applied again.
    pub fn rolled_back(&self) -> BTreeSet<&str> {
        let active = self.active_by_migration();
        let undone = self.rows.iter().filter(|row| row.kind == Kind::Rollback);
        undone.map(Row::migration).filter(|name| !active.contains_key(name)).collect()
    }

    /// The row whose `after_schema` is the state that the database should be in.
    pub fn last_active(&self) -> Option<&Row> {
        self.active().pop()
    }

    /// What the last row that says it, of whatever kind, knows of the server's spelling of
    /// expressions: JSON.
    pub fn last_expressions(&self) -> Option<&str> {
        self.rows.iter().rev().find_map(|row| row.ours.live_expressions.as_deref())
    }

    /// The `seq` of the next row.
    pub fn next_seq(&self) -> i64 {
        let highest = self.rows.iter().filter_map(|row| row.ours.seq).max();
        highest.unwrap_or_default().saturating_add(1)
    }

    /// The key of the next apply row of that migration: its name, or `<name>#<n>` where rows of
    /// earlier applications hold it.
    pub fn next_row_name(&self, migration: &str) -> String {
        let earlier = self
            .rows
            .iter()
            .filter(|row| row.kind == Kind::Apply && row.migration() == migration)
            .count();
        if earlier == 0 { migration.to_owned() } else { format!("{migration}#{}", earlier + 1) }
    }

    /// Whether an active migration was applied by another tool, comon_orm that is.
    pub fn has_rows_of_others(&self) -> bool {
        self.active().iter().any(|row| row.ours.executor_version.is_none())
    }

    /// Whether `deploy` ever wrote here: then the database is shared.
    pub fn is_shared(&self) -> bool {
        self.rows.iter().any(|row| row.ours.command.as_deref() == Some("deploy"))
    }
}

/// RFC 3339 in UTC with varying precision does not compare as text: `…01Z` is after `…01.5Z`
/// bytewise. Parsed it does; what cannot be parsed comes first and keeps its text order.
fn time_key(row: &Row) -> (Option<i128>, &str, &str) {
    use time::format_description::well_known::Rfc3339;
    let parsed = time::OffsetDateTime::parse(&row.applied_at, &Rfc3339).ok();
    let nanoseconds = parsed.map(time::OffsetDateTime::unix_timestamp_nanos);
    let text = if nanoseconds.is_some() { "" } else { row.applied_at.as_str() };
    (nanoseconds, text, row.name.as_str())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    pub(crate) fn row(name: &str, applied_at: &str, kind: Kind, target: Option<&str>) -> Row {
        Row {
            name: name.to_owned(),
            applied_at: applied_at.to_owned(),
            statement_count: 1,
            kind,
            target_name: target.map(str::to_owned),
            provider: None,
            checksum: None,
            before_schema: None,
            after_schema: None,
            warnings: Vec::new(),
            rebuild_required: false,
            ours: Ours::default(),
        }
    }

    fn numbered(mut row: Row, seq: i64) -> Row {
        row.ours.seq = Some(seq);
        row
    }

    fn names(rows: &[&Row]) -> Vec<String> {
        rows.iter().map(|row| row.name.clone()).collect()
    }

    #[test]
    fn rolled_back_migration_is_not_active() {
        let history = History::new(vec![
            row("1_a", "2026-01-01T00:00:00Z", Kind::Apply, None),
            row("2_b", "2026-01-02T00:00:00Z", Kind::Apply, None),
            row("2_b_rollback_1", "2026-01-03T00:00:00Z", Kind::Rollback, Some("2_b")),
        ]);
        assert_eq!(names(&history.active()), ["1_a"]);
        assert_eq!(history.rolled_back().into_iter().collect::<Vec<_>>(), ["2_b"]);
        assert_eq!(history.last_active().unwrap().name, "1_a");
    }

    #[test]
    fn migration_applied_anew_after_rollback_is_active_under_its_own_name() {
        let history = History::new(vec![
            numbered(row("1_a", "2026-01-01T00:00:00Z", Kind::Apply, None), 1),
            numbered(row("1_a_rollback_9", "2026-01-02T00:00:00Z", Kind::Rollback, Some("1_a")), 2),
            numbered(row("1_a#2", "2026-01-03T00:00:00Z", Kind::Apply, Some("1_a")), 3),
        ]);
        assert_eq!(names(&history.active()), ["1_a#2"]);
        assert_eq!(history.active()[0].migration(), "1_a");
        assert!(history.rolled_back().is_empty());
        assert_eq!(history.next_row_name("1_a"), "1_a#3");
        assert_eq!(history.next_row_name("2_b"), "2_b");
        assert_eq!(history.next_seq(), 4);
    }

    #[test]
    fn seq_decides_over_a_clock_that_went_back() {
        let history = History::new(vec![
            numbered(row("1_a_rollback_9", "2026-01-01T00:00:00Z", Kind::Rollback, Some("1_a")), 2),
            numbered(row("1_a", "2026-01-02T00:00:00Z", Kind::Apply, None), 1),
        ]);
        assert!(history.active().is_empty());
    }

    #[test]
    fn rows_of_others_are_merged_by_time_at_any_precision() {
        let history = History::new(vec![
            numbered(row("3_c", "2026-01-01T00:00:02Z", Kind::Apply, None), 1),
            row("2_b", "2026-01-01T00:00:01.5Z", Kind::Apply, None),
            row("1_a", "2026-01-01T00:00:01Z", Kind::Apply, None),
            row("4_d", "2026-01-01T00:00:03+00:00", Kind::Apply, None),
        ]);
        assert_eq!(names(&history.active()), ["1_a", "2_b", "3_c", "4_d"]);
    }

    #[test]
    fn database_is_shared_once_deploy_wrote_to_it() {
        let mut deployed = row("1_a", "2026-01-01T00:00:00Z", Kind::Apply, None);
        assert!(!History::new(vec![deployed.clone()]).is_shared());
        deployed.ours.command = Some("deploy".to_owned());
        assert!(History::new(vec![deployed]).is_shared());
    }
}
