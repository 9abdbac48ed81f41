//! What was read of a database and a schema -> the schema with what the database holds. The work
//! is the planner's; here stands only what a live side does not know.

use super::comon_orm::{self, laid_out};
use super::describe::describe;
use super::excluded::is_other_history;
use super::{ExternalTables, LiveDatabase, LiveExpressions, align, compare};
use planner_core::database::lower::lower_existing;
use planner_core::database::model::{ObjectName, Table};
use planner_core::dialect;
use planner_core::pull::{LeftOut, Pulled, Request, Unsayable};
use planner_core::schema::model::Schema;
use planner_core::source::Sources;

/// What was read of a database.
#[derive(Debug, Clone)]
pub struct Found {
    /// Tables, enums and what the language cannot say.
    pub live: LiveDatabase,
    /// Views with their columns.
    pub views: Vec<Table>,
    /// What its history knows of rewritten expressions.
    pub known: LiveExpressions,
    /// Whether comon_orm made its tables, or some of them.
    pub by_comon_orm: bool,
}

/// Pulls what was found into a schema.
///
/// # Errors
///
/// The schema would have errors.
pub fn pull(
    sources: &Sources,
    schema: &Schema,
    found: &Found,
    external: &ExternalTables,
) -> Result<Pulled, Unsayable> {
    let lowered = lower_existing(schema, dialect::type_system(schema.datasource.provider));
    let expected = match found.by_comon_orm {
        true => laid_out(&lowered, &found.live.database),
        false => lowered,
    };
    let known = found.known.clone().judged(&expected, &found.live.database);
    let aligned = align(&expected, &found.live, external, &known, None);
    let mut pulled = planner_core::pull::pull(&Request {
        sources,
        schema,
        expected: &aligned.expected,
        live: &aligned.live,
        views: &found.views,
    })?;
    let declared = |table: &&Table| pulled.database.table(&table.name).is_some();
    let histories = found.live.set_aside.iter().filter(|table| is_other_history(&table.name));
    let histories: Vec<LeftOut> =
        histories.filter(|table| !declared(table)).map(|table| history(&table.name)).collect();
    pulled.left_out.extend(histories);
    pulled.left_out.sort();
    Ok(pulled)
}

fn history(table: &ObjectName) -> LeftOut {
    LeftOut {
        kind: "table",
        name: table.clone(),
        table: None,
        reason: HISTORY.to_owned(),
        help: Some("write a model for it by hand where the schema shall manage it".to_owned()),
    }
}

/// Why a table that looks like any other is left out.
pub const HISTORY: &str = "Another migration tool keeps its history there.";

/// Where the database still differs from a schema that was pulled from it, a sentence each, and
/// what may be another spelling of the same or is only how comon_orm lays tables out.
pub fn describe_differences(
    pulled: &Pulled,
    found: &Found,
    external: &ExternalTables,
) -> (Vec<String>, Vec<String>) {
    let provider = found.live.database.provider;
    let changes = pulled.differences.iter();
    let mut differences: Vec<String> =
        changes.map(|change| describe(change, provider, &found.live).message).collect();
    let known = found.known.clone().judged(&pulled.database, &found.live.database);
    let notices = align(&pulled.database, &found.live, external, &known, None).notices;
    let mut notices: Vec<String> = notices.into_iter().map(|each| each.message).collect();
    if found.by_comon_orm {
        let theirs = laid_out(&pulled.database, &found.live.database);
        let left = compare(&theirs, &found.live, external, &known, None);
        let is_left = |message: &String| left.iter().any(|each| each.message == *message);
        let layout = differences.extract_if(.., |message| !is_left(message));
        notices.extend(layout.map(|message| message + comon_orm::REASON));
    }
    (differences, notices)
}
