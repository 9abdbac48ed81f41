//! The one place of the tests that touches introspection: a test database in, what comon reads of
//! it out.

use crate::database::TestDatabase;
use executor::live::{self, ExternalTables, LiveDatabase, LiveExpressions, Scope};
use executor::session::{Access, Missing, Session};
use executor::target::Target;
use planner_core::database::model::{ColumnDefault, Database};
use std::path::Path;

/// What comon reads of a database, beside what it should hold.
#[derive(Debug)]
pub struct ReadBack {
    /// As read, but for expressions: PostgreSQL prints those in its own words, so the schema's
    /// text stands where both have one. Whether the server means the same by it is told by
    /// [`crate::catalogue`].
    pub database: Database,
    /// Differences and notices in the words of `status`.
    pub differences: Vec<String>,
}

/// Reads a database that should hold `schema`.
///
/// # Errors
///
/// What a person would read.
pub fn read(database: &TestDatabase, schema: &Database) -> Result<ReadBack, String> {
    let found = introspect(database, schema).map_err(|error| error.to_string())?;
    // What deploy writes to the history, and status compares with later.
    let known = LiveExpressions::collect(schema, &found.database);
    let external = ExternalTables::default();
    let differences = live::compare(schema, &found, &external, &known, None);
    let mut database = found.database;
    adopt_expressions(&mut database, schema);
    let messages = differences.into_iter().map(|difference| difference.message).collect();
    Ok(ReadBack { database, differences: messages })
}

fn introspect(database: &TestDatabase, schema: &Database) -> executor::error::Result<LiveDatabase> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime of its own");
    let scope = Scope { namespaces: schema.namespaces.clone(), ..Scope::default() };
    runtime.block_on(async {
        let provider = database.place.provider();
        let target = Target::parse(provider, &database.url(), Path::new("/"))?;
        let mut session = Session::connect(&target, Access::Read, Missing::Refuse).await?;
        let live = live::introspect(&mut session, &scope).await?;
        session.close().await?;
        Ok(live)
    })
}

fn adopt_expressions(live: &mut Database, schema: &Database) {
    for table in &mut live.tables {
        let Some(wanted) = schema.table(&table.name) else { continue };
        for column in &mut table.columns {
            let ours = wanted.column(&column.name).and_then(|column| column.default.as_ref());
            if let (Some(ours @ ColumnDefault::Expression(_)), Some(ColumnDefault::Expression(_))) =
                (ours, &column.default)
            {
                column.default = Some(ours.clone());
            }
        }
        for index in &mut table.indexes {
            let ours = wanted.index(&index.name).and_then(|index| index.predicate.as_ref());
            if let (Some(ours), Some(_)) = (ours, &index.predicate) {
                index.predicate = Some(ours.clone());
            }
        }
    }
}
