//! SQLite's bracket around a script that rebuilds or drops a table: foreign keys off and read
//! back, dependents outside the schema saved and brought back, foreign keys checked before and
//! after, rows of referencing tables counted around each DROP TABLE. Knows nothing of history.
//!
//! The procedure is that of <https://www.sqlite.org/lang_altertable.html#otheralter>.

use crate::error::{Error, Result};
use crate::live::dependents::{self, Dependent};
use crate::session::{ForeignKeyViolation, Session};
use planner_core::script::Statement;
use std::collections::{BTreeMap, BTreeSet};

/// What was seen before the script ran, inside its transaction.
#[derive(Debug)]
pub struct Bracket {
    violations: Vec<ForeignKeyViolation>,
    rebuilt: BTreeSet<String>,
    managed_indexes: BTreeSet<String>,
    /// `None` until the first table is dropped.
    saved: Option<Vec<Saved>>,
}

#[derive(Debug)]
struct Saved {
    dependent: Dependent,
    /// What it said before, one answer for each way to use it; `None` where it worked.
    answers: Vec<Option<String>>,
}

/// Rows of the tables that refer to one that is about to be dropped.
#[derive(Debug)]
pub struct ReferencingRows {
    table: String,
    counts: Vec<(String, i64)>,
}

/// Opens the bracket inside the transaction, before the first statement: looks at everything
/// and changes nothing.
///
/// # Errors
///
/// The database refuses.
pub async fn open(
    session: &mut Session,
    rebuilt: &BTreeSet<String>,
    managed_indexes: &BTreeSet<String>,
) -> Result<Bracket> {
    Ok(Bracket {
        violations: session.foreign_key_violations().await?,
        rebuilt: rebuilt.clone(),
        managed_indexes: managed_indexes.clone(),
        saved: None,
    })
}

/// Takes the dependents of all rebuilt tables away, once, before the first of them is dropped.
/// Not earlier: what is renamed in place before, SQLite renames in its dependents as well.
async fn take_away(session: &mut Session, bracket: &mut Bracket) -> Result<()> {
    if bracket.saved.is_some() || bracket.rebuilt.is_empty() {
        return Ok(());
    }
    let mut saved = Vec::new();
    let all = dependents::read(session).await?;
    for dependent in dependents::affected(&all, &bracket.rebuilt, &bracket.managed_indexes) {
        let answers = dependents::prove(session, &dependent).await?;
        saved.push(Saved { dependent, answers });
    }
    // Latest first, so that a view goes before the view that it reads; the triggers of a view go
    // with it, so they go first.
    for each in saved.iter().rev().filter(|each| !is_view(each)) {
        session.execute(&each.dependent.drop_sql()).await?;
    }
    for each in saved.iter().rev().filter(|each| is_view(each)) {
        session.execute(&each.dependent.drop_sql()).await?;
    }
    bracket.saved = Some(saved);
    Ok(())
}

/// Closes the bracket inside the transaction, after the last statement: brings the dependents
/// back, proves that they still work and that no new row lost its parent. Returns what it
/// brought back, for people.
///
/// # Errors
///
/// A dependent cannot be recreated or no longer works, or rows lost their parents.
pub async fn close(session: &mut Session, bracket: &Bracket) -> Result<Vec<String>> {
    let saved = bracket.saved.as_deref().unwrap_or_default();
    for each in saved {
        let dependent = &each.dependent;
        session.execute(&dependent.sql).await.map_err(|error| lost(dependent, &error.message))?;
    }
    for each in saved {
        let after = dependents::prove(session, &each.dependent).await?;
        for (before, after) in each.answers.iter().zip(after) {
            if let (None, Some(words)) = (before, after) {
                return Err(lost(&each.dependent, &words));
            }
        }
    }
    let after = session.foreign_key_violations().await?;
    let fresh = new_violations(&bracket.violations, &after);
    if !fresh.is_empty() {
        let mut error = Error::failed(
            "foreign-keys-violated",
            format!("{} foreign keys would be left without a parent row.", fresh.len()),
        )
        .help("Repair the rows first, or put the repair into migration.sql and seal it.");
        for each in fresh.iter().take(20) {
            let row = each.row.map_or_else(String::new, |row| format!(" row {row}"));
            error = error.detail(format!("{}{row} refers to {}", each.table, each.parent));
        }
        return Err(error);
    }
    Ok(saved.iter().map(|each| each.dependent.describe()).collect())
}

/// Takes dependents away and counts before a DROP TABLE; `None` before any other statement. Measured: with foreign keys
/// on, DROP TABLE deletes the rows of every cascading child without a word, so the children are
/// counted even though the keys are off.
///
/// # Errors
///
/// The database refuses to count.
pub async fn before_drop(
    session: &mut Session,
    bracket: &mut Bracket,
    statement: &Statement,
) -> Result<Option<ReferencingRows>> {
    let Some(table) = dropped_table(&statement.text) else {
        return Ok(None);
    };
    take_away(session, bracket).await?;
    let mut counts = Vec::new();
    // Asked here and not as the bracket opens: an earlier statement may have dropped or renamed them.
    for child in dependents::referencing(session, &table).await? {
        if !child.eq_ignore_ascii_case(&table) {
            let rows = dependents::count(session, &child).await?;
            counts.push((child, rows));
        }
    }
    Ok(Some(ReferencingRows { table, counts }))
}

/// Counts again after it.
///
/// # Errors
///
/// A row is gone.
pub async fn after_drop(session: &mut Session, before: &ReferencingRows) -> Result<()> {
    for (child, rows) in &before.counts {
        let left = dependents::count(session, child).await?;
        if left != *rows {
            return Err(Error::failed(
                "rows-lost",
                format!(
                    "Dropping table {} changed table {child} from {rows} to {left} rows; nothing \
                     was committed.",
                    before.table
                ),
            )
            .help("This must not happen: keep the file and report it."));
        }
    }
    Ok(())
}

fn is_view(saved: &Saved) -> bool {
    saved.dependent.kind == dependents::DependentKind::View
}

/// Violations that were not there before. A rebuild may give rows other rowids, so they are
/// compared by how many rows of one table miss a parent in another.
fn new_violations<'a>(
    before: &[ForeignKeyViolation],
    after: &'a [ForeignKeyViolation],
) -> Vec<&'a ForeignKeyViolation> {
    let key = |each: &ForeignKeyViolation| (each.table.clone(), each.parent.clone());
    let mut known: BTreeMap<(String, String), usize> = BTreeMap::new();
    for each in before {
        *known.entry(key(each)).or_default() += 1;
    }
    let mut fresh = Vec::new();
    for each in after {
        match known.get_mut(&key(each)) {
            Some(left) if *left > 0 => *left -= 1,
            Some(_) | None => fresh.push(each),
        }
    }
    fresh
}

/// The table that a DROP TABLE statement drops.
fn dropped_table(sql: &str) -> Option<String> {
    let mut words = sql.split_whitespace();
    let mut next_is = |word: &str| words.next().is_some_and(|next| next.eq_ignore_ascii_case(word));
    if !next_is("drop") || !next_is("table") {
        return None;
    }
    let rest = words.collect::<Vec<_>>().join(" ");
    let rest = match rest.get(..10) {
        Some(head) if head.eq_ignore_ascii_case("if exists ") => rest.get(10..).unwrap_or_default(),
        _ => rest.as_str(),
    };
    let name = rest.trim().trim_end_matches(';').trim();
    let unquoted = match name.chars().next() {
        Some('"') => name.trim_matches('"').replace("\"\"", "\""),
        Some('`') => name.trim_matches('`').replace("``", "`"),
        Some('[') => name.trim_start_matches('[').trim_end_matches(']').to_owned(),
        _ => name.to_owned(),
    };
    Some(unquoted)
}

fn lost(dependent: &Dependent, words: &str) -> Error {
    Error::refused(
        "dependent-lost",
        format!("The {} cannot be kept: {words}", dependent.describe()),
    )
    .detail(dependent.sql.clone())
    .help(format!(
        "Drop the {} first, or change it so that it does not need what the migration removes.",
        dependent.describe()
    ))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn violation(table: &str, row: i64) -> ForeignKeyViolation {
        ForeignKeyViolation {
            table: table.to_owned(),
            row: Some(row),
            parent: "users".to_owned(),
            foreign_key: 0,
        }
    }

    #[test]
    fn only_new_violations_count_and_rowids_may_move() {
        let before = [violation("posts", 7)];
        assert!(new_violations(&before, &[violation("posts", 1)]).is_empty());
        let after = [violation("posts", 1), violation("posts", 2), violation("likes", 1)];
        assert_eq!(new_violations(&before, &after).len(), 2);
    }

    #[test]
    fn dropped_table_is_read_in_every_spelling() {
        assert_eq!(dropped_table("DROP TABLE \"a b\"").as_deref(), Some("a b"));
        assert_eq!(dropped_table("drop table if exists posts;").as_deref(), Some("posts"));
        assert_eq!(dropped_table("DROP TABLE [x]").as_deref(), Some("x"));
        assert_eq!(dropped_table("DROP INDEX x"), None);
    }
}
