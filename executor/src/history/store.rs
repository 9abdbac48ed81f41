//! Reading and writing the two tables through a session. Reading works before they exist and
//! never creates them; writing happens under the deploy lock only.

use crate::error::{Error, Result};
use crate::history::journal::{JournalStep, StepState};
use crate::history::row::{History, Kind, Ours, Row};
use crate::history::tables::{
    self, HISTORY, HISTORY_COLUMNS, JOURNAL, JOURNAL_COLUMNS, TableColumn,
};
use crate::session::{self, Param, Session};

/// What the database knows of migrations.
#[derive(Debug, Clone, Default)]
pub struct Stored {
    /// Whether the history table exists.
    pub exists: bool,
    /// Its rows.
    pub history: History,
    /// Rows of the journal.
    pub journal: Vec<JournalStep>,
}

/// Reads both tables; those that do not exist yet are empty.
///
/// # Errors
///
/// The database refuses to read.
pub async fn read(session: &mut Session) -> Result<Stored> {
    settled(session, read_all).await
}

/// How often what changes meanwhile is read again.
const TRIES: u32 = 5;

/// Reads until nothing vanishes meanwhile: without the lock, another run may end the last migration of the
/// journal and drop it between two queries, and then its row is not among those that were read.
async fn settled<T>(
    session: &mut Session,
    read: impl AsyncFn(&mut Session) -> Result<T>,
) -> Result<T> {
    for _ in 1..TRIES {
        match read(session).await {
            // What fails inside a transaction of PostgreSQL ends it.
            Err(error) if has_vanished(&error) && !session.in_transaction() => {}
            result => return result,
        }
    }
    read(session).await
}

/// Whether the journal is not there any more, in the words of either database.
fn has_vanished(error: &Error) -> bool {
    error.message.contains(JOURNAL)
        && ["no such table", "does not exist"].iter().any(|words| error.message.contains(words))
}

async fn read_all(session: &mut Session) -> Result<Stored> {
    let known = columns_of_both(session).await?;
    let rows = read_rows(session, &columns(&known.history), "").await?;
    let journal = read_journal(session, &known.journal).await?;
    Ok(Stored { exists: !known.history.is_empty(), history: History::new(rows), journal })
}

/// The same without the long texts of rows that are known: those of that migration and checksum whose
/// texts the migrations folder holds. The last active row has its texts in any case.
///
/// # Errors
///
/// The database refuses to read.
pub async fn read_unknown(
    session: &mut Session,
    is_known: impl Fn(&str, &str) -> bool,
) -> Result<Stored> {
    settled(session, async |session| read_shorter(session, &is_known).await).await
}

async fn read_shorter(
    session: &mut Session,
    is_known: &impl Fn(&str, &str) -> bool,
) -> Result<Stored> {
    let known = columns_of_both(session).await?;
    let all = columns(&known.history);
    let short: Vec<TableColumn> = all.iter().copied().filter(|each| !each.is_long()).collect();
    let mut history = History::new(read_rows(session, &short, "").await?);
    let last = history.last_active().map(|row| row.name.clone());
    let has_texts = |row: &Row| {
        let checksum = row.checksum.as_deref();
        Some(&row.name) == last.as_ref()
            || !checksum.is_some_and(|checksum| is_known(row.migration(), checksum))
    };
    let names: Vec<&str> =
        history.rows().iter().filter(|row| has_texts(row)).map(|row| row.name.as_str()).collect();
    if !names.is_empty() {
        let condition = tables::of_names(&names);
        history = history.with(read_rows(session, &all, &condition).await?);
    }
    let journal = read_journal(session, &known.journal).await?;
    Ok(Stored { exists: !known.history.is_empty(), history, journal })
}

/// Those columns of the history that the table has.
fn columns(known: &[String]) -> Vec<TableColumn> {
    HISTORY_COLUMNS.into_iter().filter(|each| known.iter().any(|name| name == each.name)).collect()
}

async fn read_rows(
    session: &mut Session,
    columns: &[TableColumn],
    condition: &str,
) -> Result<Vec<Row>> {
    if columns.is_empty() {
        return Ok(Vec::new());
    }
    let sql = tables::select(HISTORY, columns, session.provider()) + condition;
    let row = |mut row: session::Row| {
        read_row(|name| row.take(columns.iter().position(|column| column.name == name)?))
    };
    Ok(session.query(&sql).await?.into_iter().map(row).collect())
}

/// Whether [`prepare`] has nothing to do. On SQLite even a transaction that changes nothing waits for
/// every reader before it ends.
///
/// # Errors
///
/// The database refuses to read.
pub async fn is_prepared(session: &mut Session) -> Result<bool> {
    let known = columns_of(session, HISTORY).await?;
    Ok(HISTORY_COLUMNS.iter().all(|each| known.iter().any(|name| name == each.name)))
}

/// Creates the history table, or gives an older one the columns that it lacks.
///
/// # Errors
///
/// The database refuses.
pub async fn prepare(session: &mut Session) -> Result<()> {
    let provider = session.provider();
    let known = columns_of(session, HISTORY).await?;
    if known.is_empty() {
        session.create_missing_schema().await?;
        session.execute(&tables::create_history(provider)).await?;
        return Ok(());
    }
    let lacking: Vec<&TableColumn> =
        HISTORY_COLUMNS.iter().filter(|each| !known.iter().any(|name| name == each.name)).collect();
    for column in lacking {
        session.execute(&tables::add_history_column(column, provider)).await?;
    }
    Ok(())
}

/// Writes one row. It belongs into the transaction of what it records.
///
/// # Errors
///
/// The database refuses.
pub async fn insert(session: &mut Session, row: &Row) -> Result<()> {
    let sql = tables::insert(HISTORY, &HISTORY_COLUMNS, session.provider());
    session.execute_prepared(&sql, &values(row)).await.map(|_| ())
}

/// PostgreSQL: a statement that the session knows already, and that writes the row.
///
/// # Errors
///
/// The database refuses to prepare it.
pub async fn inserting(session: &mut Session, row: &Row) -> Result<String> {
    let sql = tables::insert(HISTORY, &HISTORY_COLUMNS, session.provider());
    let execute = session.prepared(&sql).await?;
    let literals: Vec<String> = values(row).iter().map(Param::literal).collect();
    Ok(format!("{execute} ({})", literals.join(", ")))
}

/// PostgreSQL: ends what waits for its end, and waits until every row that was written is on the disk.
///
/// # Errors
///
/// The database refuses, or is gone: then it may have lost the last of them, each with what it records.
pub async fn settle(session: &mut Session) -> Result<()> {
    if !session.is_unsettled() {
        return Ok(());
    }
    session.begin().await?;
    let locked = session.execute(&tables::lock_last()).await;
    if let Err(error) = locked {
        let _ = session.rollback().await;
        return Err(error);
    }
    session.commit_with(&[]).await
}

/// A row's values, in the order of the columns.
fn values(row: &Row) -> [Param; 20] {
    let warnings = serde_json::to_string(&row.warnings).unwrap_or_else(|_| "[]".to_owned());
    let integer = |value: Option<i64>| value.map_or(Param::Null, Param::Integer);
    [
        Param::from(row.name.as_str()),
        Param::from(row.applied_at.as_str()),
        Param::Integer(row.statement_count),
        Param::from(row.kind.word()),
        Param::text_or_null(row.target_name.as_deref()),
        Param::text_or_null(row.provider.as_deref()),
        Param::text_or_null(row.checksum.as_deref()),
        Param::text_or_null(row.before_schema.as_deref()),
        Param::text_or_null(row.after_schema.as_deref()),
        Param::Text(warnings),
        Param::Boolean(row.rebuild_required),
        integer(row.ours.seq),
        Param::text_or_null(row.ours.command.as_deref()),
        Param::text_or_null(row.ours.executor_version.as_deref()),
        Param::text_or_null(row.ours.applied_by.as_deref()),
        integer(row.ours.duration_ms),
        Param::text_or_null(row.ours.accepted_warnings.as_deref()),
        Param::text_or_null(row.ours.migration_sql.as_deref()),
        Param::text_or_null(row.ours.live_expressions.as_deref()),
        Param::text_or_null(row.ours.metadata.as_deref()),
    ]
}

/// Writes how far a step came, in place of what was known of it; creates the journal on first
/// use.
///
/// # Errors
///
/// The database refuses.
pub async fn journal(session: &mut Session, step: &JournalStep) -> Result<()> {
    let provider = session.provider();
    if columns_of(session, JOURNAL).await?.is_empty() {
        session.execute(&tables::create_journal(provider)).await?;
    }
    let key = [Param::from(step.migration.as_str()), Param::Integer(step.step)];
    session.execute_with(&tables::delete_step(provider), &key).await?;
    let sql = tables::insert(JOURNAL, &JOURNAL_COLUMNS, provider);
    let params = [
        Param::from(step.migration.as_str()),
        Param::Integer(step.step),
        Param::from(step.digest.as_str()),
        Param::from(step.state.word()),
        Param::from(step.started_at.as_str()),
        Param::text_or_null(step.ended_at.as_deref()),
        Param::text_or_null(step.error.as_deref()),
    ];
    session.execute_with(&sql, &params).await.map(|_| ())
}

/// Forgets a migration's steps and drops the journal when nothing else is in it. It belongs into
/// the transaction that writes the history row.
///
/// # Errors
///
/// The database refuses.
pub async fn clear_journal(session: &mut Session, migration: &str) -> Result<()> {
    if columns_of(session, JOURNAL).await?.is_empty() {
        return Ok(());
    }
    session.execute_with(&tables::delete_steps(), &[Param::from(migration)]).await?;
    let left = session.query_one(&tables::journal_is_used()).await?;
    if left.integer(0) == Some(0) {
        session.execute(&tables::drop_journal()).await?;
    }
    Ok(())
}

async fn columns_of(session: &mut Session, table: &str) -> Result<Vec<String>> {
    let both = columns_of_both(session).await?;
    Ok(if table == JOURNAL { both.journal } else { both.history })
}

/// The columns of both tables; none where there is no such table.
struct BothColumns {
    history: Vec<String>,
    journal: Vec<String>,
}

async fn columns_of_both(session: &mut Session) -> Result<BothColumns> {
    let rows = session.query(&tables::columns_query(session.provider())).await?;
    let of = |table: &str| {
        let own = rows.iter().filter(|row| row.text(0) == Some(table));
        own.map(|row| row.text_or_empty(1).to_owned()).collect()
    };
    Ok(BothColumns { history: of(HISTORY), journal: of(JOURNAL) })
}

async fn read_journal(session: &mut Session, known: &[String]) -> Result<Vec<JournalStep>> {
    let complete = JOURNAL_COLUMNS.iter().all(|each| known.iter().any(|name| name == each.name));
    if !complete {
        return Ok(Vec::new());
    }
    let sql = tables::select(JOURNAL, &JOURNAL_COLUMNS, session.provider());
    let rows = session.query(&sql).await?;
    let mut steps: Vec<JournalStep> = rows
        .iter()
        .map(|row| JournalStep {
            migration: row.text_or_empty(0).to_owned(),
            step: row.integer(1).unwrap_or_default(),
            digest: row.text_or_empty(2).to_owned(),
            state: StepState::from_word(row.text_or_empty(3)),
            started_at: row.text_or_empty(4).to_owned(),
            ended_at: row.text(5).map(str::to_owned),
            error: row.text(6).map(str::to_owned),
        })
        .collect();
    steps.sort_by(|left, right| (&left.migration, left.step).cmp(&(&right.migration, right.step)));
    Ok(steps)
}

fn read_row(mut value: impl FnMut(&str) -> Option<String>) -> Row {
    let number = |text: Option<String>| text?.parse::<i64>().ok();
    Row {
        name: value("name").unwrap_or_default(),
        applied_at: value("applied_at").unwrap_or_default(),
        statement_count: number(value("statement_count")).unwrap_or_default(),
        kind: Kind::from_word(&value("kind").unwrap_or_default()),
        target_name: value("target_name"),
        provider: value("provider"),
        checksum: value("checksum"),
        before_schema: value("before_schema"),
        after_schema: value("after_schema"),
        warnings: value("warnings").map(|text| read_warnings(&text)).unwrap_or_default(),
        rebuild_required: matches!(value("rebuild_required").as_deref(), Some("true" | "1" | "t")),
        ours: Ours {
            seq: number(value("seq")),
            command: value("command"),
            executor_version: value("executor_version"),
            applied_by: value("applied_by"),
            duration_ms: number(value("duration_ms")),
            accepted_warnings: value("accepted_warnings"),
            migration_sql: value("migration_sql"),
            live_expressions: value("live_expressions"),
            metadata: value("metadata"),
        },
    }
}

/// A JSON array of strings; a text that is none counts by its lines, so that nothing is hidden.
fn read_warnings(text: &str) -> Vec<String> {
    serde_json::from_str(text).unwrap_or_else(|_| {
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::session::{Access, Missing};
    use crate::target::Target;
    use planner_core::provider::Provider;
    use std::cell::Cell;

    /// As if another run dropped the journal between the look for it and its rows.
    #[tokio::test]
    async fn journal_that_is_dropped_between_two_queries_is_looked_for_again() {
        let folder = tempfile::tempdir().unwrap();
        let target = Target::parse(Provider::Sqlite, "file:dev.db", folder.path()).unwrap();
        let mut session = Session::connect(&target, Access::Write, Missing::Create).await.unwrap();
        let reads = Cell::new(0);
        let known: Vec<String> =
            JOURNAL_COLUMNS.iter().map(|column| column.name.to_owned()).collect();
        let read = async |session: &mut Session| {
            reads.set(reads.get() + 1);
            match reads.get() {
                1 => read_journal(session, &known).await,
                _ => Ok(Vec::new()),
            }
        };
        assert_eq!(settled(&mut session, read).await.unwrap(), []);
        assert_eq!(reads.get(), 2);
        // What is gone for good is told in the end.
        let gone = async |session: &mut Session| read_journal(session, &known).await;
        assert!(has_vanished(&settled(&mut session, gone).await.unwrap_err()));
    }
}
