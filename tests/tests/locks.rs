//! What each step says of its locks and its work is what servers show: every case and every pair
//! of `locking/pairs.rs` is run, on each tested version. docs/locks.md is what the table of locks
//! says today (`UPDATE_EXPECT=1` writes it).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::case;
use comon_tests::database::{Place, TestDatabase};
use comon_tests::laws;
use comon_tests::locking::pairs::PAIRS;
use comon_tests::locking::{self, Checked, page};
use comon_tests::parallel;
use comon_tests::planning::{self, Migration};
use comon_tests::server::{self, Server};
use planner_core::dialect::postgres::locks::claim;
use planner_core::dialect::postgres::sql::statement::Statement;
use planner_core::plan::LockMode;
use planner_core::provider::Provider;
use std::collections::BTreeMap;
use std::path::Path;

struct Input {
    name: String,
    migration: Migration,
    rows: Option<String>,
}

fn inputs() -> Vec<Input> {
    let pairs = PAIRS.iter().map(|pair| Input {
        name: pair.name.to_owned(),
        migration: pair.migration(),
        rows: None,
    });
    // Nobody waits for a first migration.
    let cases = case::all(Provider::Postgresql).into_iter().filter(|case| case.before.is_some());
    let cases = cases.map(|case| Input {
        name: case.name.clone(),
        migration: Migration::from(&case),
        // A migration that fails over its rows runs without.
        rows: case.seed.filter(|_| case.fails.is_none()).or(case.fails.map(|_| String::new())),
    });
    pairs.chain(cases).collect()
}

/// What is wrong with the answers of one server.
fn problems(
    server: &Server,
    inputs: &[Input],
    answers: impl Iterator<Item = Result<Vec<Checked>, String>>,
) -> Vec<String> {
    let mut problems = Vec::new();
    let mut reached: BTreeMap<&str, usize> = BTreeMap::new();
    for (input, answer) in inputs.iter().zip(answers) {
        let steps = match answer {
            Ok(steps) => steps,
            Err(reason) => {
                problems.push(format!("{}: {reason}", input.name));
                continue;
            }
        };
        for step in steps {
            problems.extend(step.problems.iter().map(|each| format!("{}: {each}", input.name)));
            if let [only] = step.statements.as_slice()
                && (step.filled || *only == Statement::AddRequiredColumn.name())
            {
                let locks = reached.entry(only).or_default();
                *locks = step.locks.max(*locks);
            }
        }
    }
    // Each kind stood alone in a step whose locks are all that it is said to take, over rows.
    for statement in Statement::ALL {
        let claim = claim(*statement);
        let roles = [claim.table, claim.index, claim.parent, claim.child];
        let taken = roles.iter().flatten().count();
        if reached.get(statement.name()).is_none_or(|locks| *locks < taken) {
            problems.push(format!("{} with {taken} locks is never proved", statement.name()));
        }
    }
    problems.iter().map(|problem| format!("PostgreSQL {}: {problem}", server.major)).collect()
}

#[test]
fn steps_lock_and_do_what_they_say() {
    let inputs = inputs();
    let servers = server::tested();
    let runs: Vec<(&'static Server, &Input)> =
        servers.iter().flat_map(|server| inputs.iter().map(|input| (*server, input))).collect();
    let answers = parallel::map(&runs, |(server, input)| {
        locking::check(server, &input.migration, input.rows.as_deref())
    });
    let mut answers = answers.into_iter().map(|answer| answer.and_then(|steps| steps));
    let mut found = Vec::new();
    for server in servers {
        found.extend(problems(server, &inputs, answers.by_ref().take(inputs.len())));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn page_is_what_the_table_says() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/locks.md");
    assert_eq!(case::compare_file(&file, &page::render()), None);
}

#[test]
fn modes_block_reads_and_writes_as_they_say() {
    let database = TestDatabase::create(Place::Postgres(server::newest()));
    let mut holder = database.connect();
    let mut other = database.connect();
    holder.execute("CREATE TABLE t (a INT)").unwrap();
    other.execute("SET lock_timeout = '20ms'").unwrap();
    for mode in LockMode::ALL {
        holder.execute(&format!("BEGIN; LOCK TABLE t IN {} MODE", mode.in_words())).unwrap();
        let mut waits = |sql: &str| match other.execute(sql) {
            Ok(()) => false,
            Err(problem) => {
                assert!(problem.contains("55P03"), "{problem}");
                true
            }
        };
        assert_eq!(waits("SELECT count(*) FROM t"), mode.blocks_reads(), "{mode:?}");
        assert_eq!(waits("INSERT INTO t VALUES (1)"), mode.blocks_writes(), "{mode:?}");
        holder.execute("ROLLBACK").unwrap();
    }
}

/// Runs a rebuild on SQLite in a transaction that stays open, and tells whether others can read
/// and write meanwhile.
fn others_while_rebuilt(journal: &str, cache: &str) -> (bool, bool) {
    let schema = |id: &str| {
        let text = format!("model A {{\n  id   {id} @id\n  text String\n}}\n");
        case::with_provider(&text, Provider::Sqlite)
    };
    let migration = Migration {
        provider: Provider::Sqlite,
        before: Some(schema("Int")),
        after: schema("String"),
        hints: Vec::new(),
    };
    let planned = planning::plan(&migration).unwrap();
    assert!(planned.requires_rebuild);
    let database = TestDatabase::create(Place::Sqlite);
    let mut connection = database.connect();
    connection.rows(&format!("PRAGMA journal_mode = {journal}")).unwrap();
    let foundation = planning::plan(&migration.foundation().unwrap()).unwrap();
    laws::run(&mut connection, &foundation).unwrap();
    let rows = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
        INSERT INTO A SELECT i, hex(zeroblob(100)) FROM n";
    connection.execute(rows).unwrap();
    let settings = format!("PRAGMA cache_size = {cache}; PRAGMA foreign_keys = OFF");
    connection.execute(&settings).unwrap();

    let mut other = database.connect();
    other.execute("PRAGMA busy_timeout = 0").unwrap();
    connection.execute("BEGIN IMMEDIATE").unwrap();
    for statement in planned.plan.steps.iter().flat_map(|step| &step.statements) {
        connection.execute(statement).unwrap();
    }
    let mut can = |sql: &str| match other.execute(sql) {
        Ok(()) => true,
        Err(problem) => {
            assert!(problem.contains("locked"), "{problem}");
            false
        }
    };
    let reads = can("SELECT count(*) FROM A");
    let writes = can("INSERT INTO A VALUES (0, 'x')");
    connection.execute("COMMIT").unwrap();
    assert!(can("INSERT INTO A VALUES ('x', 'x')"), "nothing is locked after the end");
    (reads, writes)
}

#[test]
fn on_sqlite_others_read_and_do_not_write_meanwhile() {
    assert_eq!(others_while_rebuilt("delete", "-2000"), (true, false));
    assert_eq!(others_while_rebuilt("wal", "-2000"), (true, false));
    // The changes do not fit in the cache.
    assert_eq!(others_while_rebuilt("delete", "10"), (false, false));
    assert_eq!(others_while_rebuilt("wal", "10"), (true, false));
}
