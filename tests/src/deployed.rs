//! A plan on an SQLite file -> what a deploy makes of it: its bracket around rebuilds, what it takes away and brings
//! back, what it reads back before the commit. Records nothing. PostgreSQL has no such bracket.

use executor::deploy::assess::{changed_tables, managed_indexes, rebuilt_by};
use executor::execute::apply::{LOCK_TRIES, Migration, push};
use executor::execute::result_check::Expected;
use executor::interrupt::Interrupt;
use executor::live::{LiveExpressions, Scope};
use executor::output::Terminal;
use executor::session::{Access, Missing, Session};
use executor::target::Target;
use planner_core::planner::Planned;
use planner_core::provider::Provider;
use planner_core::script::Script;
use std::collections::BTreeSet;
use std::path::Path;

/// Runs it on that file, which nothing else writes to.
///
/// # Errors
///
/// What the executor says, in one text; nothing is left of it then.
pub fn run(file: &Path, planned: &Planned, script: &Script) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime of its own");
    runtime.block_on(on_file(file, planned, script))
}

async fn on_file(file: &Path, planned: &Planned, script: &Script) -> Result<(), String> {
    let words = |error: executor::error::Error| error.to_string();
    let url = format!("file:{}", file.display());
    let target = Target::parse(Provider::Sqlite, &url, Path::new("/")).map_err(words)?;
    let connecting = Session::connect(&target, Access::Write, Missing::Refuse);
    let mut session = connecting.await.map_err(words)?;
    let bracketed = script.foreign_keys_off;
    let (rebuilt, indexes) = match bracketed {
        true => (rebuilt_by(planned), managed_indexes(planned)),
        false => Default::default(),
    };
    let changed = changed_tables(&planned.changes);
    let (scope, known, accepted) = (Scope::default(), LiveExpressions::default(), BTreeSet::new());
    let migration = Migration {
        name: "tested",
        script,
        rebuilt: &rebuilt,
        managed_indexes: &indexes,
        to_clear: Vec::new(),
        expected: Expected {
            after: &planned.after,
            changed: &changed,
            whole: false,
            inherits: false,
            scope: &scope,
            known: &known,
            accepted: &accepted,
        },
        lock_tries: LOCK_TRIES,
        journal: Vec::new(),
        forgets: None,
        followed: false,
    };
    let interrupt = Interrupt::listen().map_err(|error| error.to_string())?;
    let terminal = Terminal::new("test", true, true, true);
    let done = push(&mut session, &migration, &interrupt, &terminal).await;
    session.close().await.map_err(words)?;
    done.map(|_| ()).map_err(|failure| failure.error.to_string())
}
