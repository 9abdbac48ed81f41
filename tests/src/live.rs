//! The one place of the tests that touches introspection: a test database in, what comon reads of
//! it out.

use crate::database::TestDatabase;
use executor::live::{self, Aligned, ExternalTables, LiveDatabase, LiveExpressions, Scope};
use executor::session::{Access, Missing, Session};
use executor::target::Target;
use planner_core::database::model::Database;
use std::path::Path;

/// What comon reads of a database, beside what it should hold.
#[derive(Debug)]
pub struct ReadBack {
    /// What it should hold, and what it holds, both freed of what a live side cannot know.
    /// Whether a server means the same by an expression that it prints in its own words is told
    /// by [`crate::catalogue`].
    pub aligned: Aligned,
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
    let external = ExternalTables::default();
    // What deploy writes to the history, and status compares with later.
    let known = LiveExpressions::collect(schema, &found.database);
    let differences = live::compare(schema, &found, &external, &known, None);
    let messages = differences.into_iter().map(|difference| difference.message).collect();
    let aligned = live::align(schema, &found, &external, &known, None);
    Ok(ReadBack { aligned, differences: messages })
}

/// What comon reads of a database, looking where `schema` would have it look.
///
/// # Errors
///
/// The database cannot be read.
pub fn introspect(
    database: &TestDatabase,
    schema: &Database,
) -> executor::error::Result<LiveDatabase> {
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
