//! The law of pulling, on real databases: what a database holds, pulled into a new schema, means
//! the database's own schema, and pulled into that schema changes nothing. In: a schema. Out: what
//! is wrong.

use crate::database::{Place, TestDatabase};
use crate::laws;
use crate::planning::{self, Migration};
use executor::commands::db_pull::found;
use executor::error::Result as ExecutorResult;
use executor::live::pull::{Found, HISTORY, describe_differences, pull};
use executor::live::{self, ExternalTables, LiveDatabase, LiveExpressions, Scope};
use executor::session::{Access, Missing, Session};
use executor::target::Target;
use planner_core::database::model::{Database, Origin};
use planner_core::diagnostic;
use planner_core::diff::diff;
use planner_core::format::format_text;
use planner_core::planner::Planned;
use planner_core::provider::Provider;
use planner_core::pull::{Pulled, start};
use planner_core::schema;
use planner_core::schema::model::{ConfigValue, Schema};
use planner_core::source::Sources;
use std::path::Path;

/// Checks the law for a schema in a database of its own. `Err` says why nothing could be built.
///
/// # Errors
///
/// The schema cannot be used as it stands, or the server lacks what it asks for.
pub fn check(place: Place, text: &str, prepared: &[String]) -> Result<Vec<String>, String> {
    let provider = place.provider();
    let formatted = format_text(text);
    let sources = Sources::single("schema.prisma", &formatted);
    let schema = checked(&sources)?;
    let planned = planning::plan(&Migration::first(provider, text))?;
    let database = TestDatabase::create(place);
    if let Err(problem) = build(&database, &planned, prepared) {
        return Ok(vec![problem]);
    }
    let mut problems = Vec::new();
    match onto(&database, &sources, &schema, None) {
        Ok((pulled, _)) => problems.extend(unchanged(&sources, &pulled)),
        Err(problem) => problems.push(format!("pulled onto itself: {problem}")),
    }
    match from_nothing(&database, &schema) {
        Ok((pulled, _)) if pulled.left_out.iter().any(|each| each.reason == HISTORY) => {
            return Err("it declares another tool's history, which a new schema leaves out".into());
        }
        Ok((pulled, left_out)) => {
            let new = text_of(&pulled);
            problems.extend(left_out);
            for (what, before, after) in
                [("pulled -> original", &new, text), ("original -> pulled", &text.to_owned(), &new)]
            {
                problems.extend(statements(provider, what, before, after));
            }
        }
        Err(problem) => problems.push(format!("pulled from nothing: {problem}")),
    }
    Ok(problems)
}

/// Checks that a schema follows a database that was changed by others: pulled onto `before`, a
/// database of `after` gives a schema that means `after`. `Err` says why nothing could be built.
///
/// # Errors
///
/// A schema cannot be used as it stands, or the server lacks what it asks for.
pub fn check_step(
    place: Place,
    before: &str,
    after: &str,
    prepared: &[String],
) -> Result<Vec<String>, String> {
    let provider = place.provider();
    let sources = Sources::single("schema.prisma", &format_text(before));
    let schema = checked(&sources)?;
    let schemas = checked(&Sources::single("schema.prisma", after))?.datasource.schemas;
    if schemas != schema.datasource.schemas {
        return Err("which schemas are managed is for the author to say".to_owned());
    }
    let planned = planning::plan(&Migration::first(provider, after))?;
    let database = TestDatabase::create(place);
    if let Err(problem) = build(&database, &planned, prepared) {
        return Ok(vec![problem]);
    }
    let (pulled, mut problems) = match onto(&database, &sources, &schema, None) {
        Ok(pulled) => pulled,
        Err(problem) => return Ok(vec![format!("pulled onto before: {problem}")]),
    };
    let text = text_of(&pulled);
    problems.extend(statements(provider, "pulled onto before -> after", &text, after));
    problems.extend(statements(provider, "after -> pulled onto before", after, &text));
    if format_text(&text) != text {
        problems.push("pulled onto a canonical file it is not canonical".to_owned());
    }
    let again = Sources::single("schema.prisma", &text);
    match checked(&again).and_then(|schema| onto(&database, &again, &schema, None)) {
        Ok((pulled, _)) => problems.extend(unchanged(&again, &pulled)),
        Err(problem) => problems.push(format!("pulled again: {problem}")),
    }
    Ok(problems)
}

/// What a pull says beside the schema, a line each.
pub fn told(pulled: &Pulled, found: &Found) -> Vec<String> {
    let (differences, notices) = describe_differences(pulled, found, &ExternalTables::default());
    let left_out = pulled.left_out.iter().map(|each| {
        let on = each.table.as_ref().map(|table| format!(" on {table}")).unwrap_or_default();
        format!("left out: {} {}{on}: {}", each.kind, each.name, each.reason)
    });
    let unmanaged = found.live.unmanaged.iter().map(|object| format!("beside: {object}"));
    left_out
        .chain(unmanaged)
        .chain(differences.into_iter().map(|each| format!("differs: {each}")))
        .chain(notices.into_iter().map(|each| format!("notice: {each}")))
        .collect()
}

/// The one file of a pulled schema.
pub fn text_of(pulled: &Pulled) -> String {
    pulled.sources.iter().map(|(_, file)| file.text.clone()).collect()
}

/// What planning from one schema to another would run, where the two do not mean the same.
fn statements(provider: Provider, what: &str, before: &str, after: &str) -> Vec<String> {
    let migration = Migration {
        provider,
        before: Some(before.to_owned()),
        after: after.to_owned(),
        hints: Vec::new(),
    };
    match planning::plan(&migration) {
        Ok(planned) if planned.statement_count == 0 => Vec::new(),
        Ok(planned) if mean_the_same(&planned.before, &planned.after) => Vec::new(),
        Ok(planned) => vec![format!("{what} is no empty plan:\n{}", planned.migration_sql)],
        Err(problem) => vec![format!("{what} cannot be planned: {problem}")],
    }
}

/// Whether two databases differ only in what planning looks at and a live database does not have:
/// the names of models (two that go by each other's names are renamed), and the spelling of
/// expressions.
fn mean_the_same(before: &Database, after: &Database) -> bool {
    let live =
        LiveDatabase { database: nameless(before), unmanaged: Vec::new(), set_aside: Vec::new() };
    let known = LiveExpressions::default().judged(after, &live.database);
    let aligned = live::align(after, &live, &ExternalTables::default(), &known, None);
    diff(&aligned.live, &aligned.expected, &[]).is_ok_and(|changes| changes.is_empty())
}

/// As a live database is: without what only the schema knows, the order of enum values included.
fn nameless(database: &Database) -> Database {
    let mut live = Database { origin: Origin::Live, ..database.clone() };
    for table in &mut live.tables {
        table.logical_name = None;
        for column in &mut table.columns {
            column.logical_name = None;
            column.client = None;
        }
    }
    for each in &mut live.enums {
        each.logical_name = None;
        for value in &mut each.values {
            value.logical_name = None;
        }
    }
    live
}

fn unchanged(before: &Sources, pulled: &Pulled) -> Vec<String> {
    let mut problems = Vec::new();
    let was: String = before.iter().map(|(_, file)| file.text.clone()).collect();
    let is = text_of(pulled);
    if was != is {
        let difference = similar::TextDiff::from_lines(&was, &is);
        let difference = difference.unified_diff().context_radius(0).to_string();
        problems.push(format!("pulled onto itself it changes:\n{difference}"));
    }
    problems
}

fn checked(sources: &Sources) -> Result<Schema, String> {
    let checked = schema::check(sources);
    let frames = checked.diagnostics.iter().map(|each| diagnostic::render(each, sources, false));
    checked.schema.ok_or_else(|| frames.collect::<Vec<_>>().join("\n"))
}

/// Runs a plan in a new database, after the statements that it does not say but needs.
fn build(database: &TestDatabase, planned: &Planned, prepared: &[String]) -> Result<(), String> {
    let mut connection = database.connect();
    prepared.iter().try_for_each(|sql| connection.execute(sql))?;
    laws::run(&mut connection, planned)
}

/// Pulls into a new schema that lists the same PostgreSQL schemas, and extensions where that one
/// does; what is left out beside it.
fn from_nothing(
    database: &TestDatabase,
    original: &Schema,
) -> Result<(Pulled, Vec<String>), String> {
    let schemas = &original.datasource.schemas;
    let mut found = read(database, schemas).map_err(|error| error.to_string())?;
    if original.datasource.extensions.is_empty() {
        found.live.database.extensions.clear();
    }
    let url = ConfigValue::Env("DATABASE_URL".to_owned());
    let text = start(&found.live.database, &url, schemas);
    let sources = Sources::single("schema.prisma", &text);
    let schema = checked(&sources)?;
    onto(database, &sources, &schema, Some(found))
}

/// Pulls into a schema.
///
/// # Errors
///
/// What a person would read.
pub fn onto(
    database: &TestDatabase,
    sources: &Sources,
    schema: &Schema,
    found: Option<Found>,
) -> Result<(Pulled, Vec<String>), String> {
    let found = match found {
        Some(found) => found,
        None => read(database, &schema.datasource.schemas).map_err(|error| error.to_string())?,
    };
    let pulled = pull(sources, schema, &found, &ExternalTables::default()).map_err(|problem| {
        let frames = problem.diagnostics.iter();
        frames.map(|each| diagnostic::render(each, &problem.sources, false)).collect::<String>()
    })?;
    let mut problems: Vec<String> = pulled
        .left_out
        .iter()
        .filter(|each| each.kind != "view")
        .map(|each| format!("left out: {} {}: {}", each.kind, each.name, each.reason))
        .collect();
    problems.extend(pulled.differences.iter().map(|change| format!("differs: {change:?}")));
    Ok((pulled, problems))
}

/// Reads a database, and those of its schemas.
///
/// # Errors
///
/// The database cannot be read.
pub fn read(database: &TestDatabase, schemas: &[String]) -> ExecutorResult<Found> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime of its own");
    let scope = Scope { namespaces: schemas.to_vec(), ..Scope::default() };
    runtime.block_on(async {
        let provider = database.place.provider();
        let target = Target::parse(provider, &database.url(), Path::new("/"))?;
        let mut session = Session::connect(&target, Access::Read, Missing::Refuse).await?;
        let found = found(&mut session, &scope).await?;
        session.close().await?;
        Ok(found)
    })
}
