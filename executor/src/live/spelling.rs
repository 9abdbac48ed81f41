//! What a database makes of an expression of ours, asked of the database itself: a table that
//! nobody else sees gets it, and goes with its transaction. For commands that may write; others
//! have only what the history knows.

use super::expressions::{LiveExpressions, default_key, predicate_key};
use crate::error::Result;
use crate::session::Session;
use planner_core::database::model::{Column, ColumnDefault, Database, ObjectName, Table};
use planner_core::dialect::postgres::defaults::{self, CatalogueDefault};
use planner_core::dialect::postgres::identifiers::{quote, quote_name};
use planner_core::provider::Provider;
use std::collections::BTreeMap;

/// What is known, and what the database makes of those expressions of `expected` that read
/// otherwise in `found` and of which nothing is known yet. An expression that the database does
/// not take stays unknown.
///
/// # Errors
///
/// The connection is gone.
pub async fn learn(
    session: &mut Session,
    expected: &Database,
    found: &Database,
    known: LiveExpressions,
) -> Result<LiveExpressions> {
    let mut learnt = known;
    let there: BTreeMap<&ObjectName, &Table> =
        found.tables.iter().map(|table| (&table.name, table)).collect();
    for table in &expected.tables {
        let Some(other) = there.get(&table.name) else { continue };
        for column in &table.columns {
            let Some((ours, theirs)) = differing_default(column, other.column(&column.name)) else {
                continue;
            };
            let key = default_key(&table.name, &column.name);
            if learnt.agrees(&key, ours, theirs).is_none()
                && let Some(spelling) = of_default(session, table, column, ours).await?
            {
                learnt.insert(key, ours, &spelling);
            }
        }
        for index in &table.indexes {
            let theirs = other.index(&index.name).and_then(|index| index.predicate.as_deref());
            let (Some(ours), Some(theirs)) = (index.predicate.as_deref(), theirs) else { continue };
            let key = predicate_key(&table.name, &index.name);
            if ours != theirs
                && learnt.agrees(&key, ours, theirs).is_none()
                && let Some(spelling) = of_predicate(session, table, ours).await?
            {
                learnt.insert(key, ours, &spelling);
            }
        }
    }
    Ok(learnt)
}

/// Both texts, where two expressions of one type read differently.
fn differing_default<'a>(
    column: &'a Column,
    other: Option<&'a Column>,
) -> Option<(&'a str, &'a str)> {
    let other = other.filter(|other| other.column_type == column.column_type)?;
    match (&column.default, &other.default) {
        (Some(ColumnDefault::Expression(ours)), Some(ColumnDefault::Expression(theirs)))
            if ours != theirs =>
        {
            Some((ours, theirs))
        }
        _ => None,
    }
}

const PROBE: &str = "comon_spelling";

async fn of_default(
    session: &mut Session,
    table: &Table,
    column: &Column,
    ours: &str,
) -> Result<Option<String>> {
    // SQLite keeps the text as it is written.
    if session.provider() == Provider::Sqlite {
        return Ok(Some(ours.to_owned()));
    }
    let name = quote(&column.name);
    let set = format!("ALTER TABLE pg_temp.{PROBE} ALTER COLUMN {name} SET DEFAULT {ours}");
    let ask = format!(
        "SELECT pg_catalog.pg_get_expr(adbin, adrelid) FROM pg_catalog.pg_attrdef \
         WHERE adrelid = 'pg_temp.{PROBE}'::pg_catalog.regclass"
    );
    let text = probe(session, &table.name, &set, &ask).await?;
    let read =
        |text: &String| match defaults::from_catalogue(text, &column.column_type, column.arity) {
            CatalogueDefault::Value(ColumnDefault::Expression(text)) => Some(text),
            CatalogueDefault::Value(_) | CatalogueDefault::Sequence(_) | CatalogueDefault::None => {
                None
            }
        };
    Ok(text.as_ref().and_then(read))
}

async fn of_predicate(session: &mut Session, table: &Table, ours: &str) -> Result<Option<String>> {
    let Some(column) = table.columns.first() else { return Ok(None) };
    if session.provider() == Provider::Sqlite {
        return Ok(Some(ours.to_owned()));
    }
    let name = quote(&column.name);
    let set =
        format!("CREATE INDEX {PROBE}_index ON pg_temp.{PROBE} (({name} IS NULL)) WHERE ({ours})");
    let ask = "SELECT pg_catalog.pg_get_expr(indpred, indrelid) FROM pg_catalog.pg_index \
               WHERE indrelid = 'pg_temp.comon_spelling'::pg_catalog.regclass";
    probe(session, &table.name, &set, ask).await
}

/// Makes the table, gives it the expression and reads that back; `None` where the database does
/// not take it. All of it is rolled back.
async fn probe(
    session: &mut Session,
    table: &ObjectName,
    set: &str,
    ask: &str,
) -> Result<Option<String>> {
    session.begin().await?;
    let create =
        format!("CREATE TEMPORARY TABLE {PROBE} AS TABLE {} WITH NO DATA", quote_name(table));
    let asked = async {
        session.execute(&create).await?;
        session.execute(set).await?;
        let row = session.query_one(ask).await?;
        Ok::<_, crate::error::Error>(row.text(0).map(str::to_owned))
    }
    .await;
    session.rollback().await?;
    Ok(asked.unwrap_or_default())
}
