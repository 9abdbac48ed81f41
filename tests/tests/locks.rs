//! What each step says of its locks and its work is what servers show: every case and every pair
//! of `locking/pairs.rs` is run, on each tested version. docs/locks.md is what the table of locks
//! says today (`UPDATE_EXPECT=1` writes it).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::case;
use comon_tests::corpus;
use comon_tests::database::{Place, TestDatabase};
use comon_tests::laws;
use comon_tests::locking::pairs::PAIRS;
use comon_tests::locking::{self, Checked, Circumstances, page};
use comon_tests::parallel;
use comon_tests::planning::{self, Migration};
use comon_tests::proof::{Counts, Proof};
use comon_tests::server::{self, Server};
use planner_core::dialect::postgres::locks::claim;
use planner_core::dialect::postgres::sql::statement::Statement;
use planner_core::dialect::postgres::volatility::STABLE;
use planner_core::plan::LockMode;
use planner_core::provider::Provider;
use std::collections::BTreeMap;
use std::path::Path;

struct Input {
    name: String,
    migration: Migration,
    rows: Option<String>,
    prepared: Vec<String>,
}

fn inputs() -> Vec<Input> {
    let pairs = PAIRS.iter().map(|pair| Input {
        name: pair.name.to_owned(),
        migration: pair.migration(),
        rows: None,
        prepared: Vec::new(),
    });
    // Nobody waits for a first migration.
    let cases = case::all(Provider::Postgresql).into_iter().filter(|case| case.before.is_some());
    let cases = cases.map(|case| Input {
        name: case.name.clone(),
        migration: Migration::from(&case),
        // A migration that fails over its rows runs without.
        rows: case.seed.filter(|_| case.fails.is_none()).or(case.fails.map(|_| String::new())),
        prepared: Vec::new(),
    });
    pairs.chain(cases).collect()
}

/// Answers of one server: steps, or the reason why there are none.
type Answers = Vec<Result<Vec<Checked>, String>>;

/// Every input on every server, server by server.
fn run(servers: &[&'static Server], inputs: &[Input]) -> Vec<(u32, Answers)> {
    let runs: Vec<(&'static Server, &Input)> =
        servers.iter().flat_map(|server| inputs.iter().map(|input| (*server, input))).collect();
    let answers = parallel::map(&runs, |(server, input)| {
        let circumstances =
            Circumstances { rows: input.rows.as_deref(), prepared: &input.prepared };
        locking::check(server, &input.migration, circumstances)
    });
    let mut answers = answers.into_iter().map(|answer| answer.and_then(|steps| steps));
    let of =
        |server: &&'static Server| (server.major, answers.by_ref().take(inputs.len()).collect());
    servers.iter().map(of).collect()
}

/// What is wrong with the answers of one server.
fn problems(inputs: &[Input], answers: &Answers) -> Vec<String> {
    let mut problems = Vec::new();
    for (input, answer) in inputs.iter().zip(answers) {
        let found = match answer {
            Ok(steps) => steps.iter().flat_map(|step| step.problems.clone()).collect(),
            Err(reason) => vec![reason.clone()],
        };
        problems.extend(found.iter().map(|problem| format!("{}: {problem}", input.name)));
    }
    problems
}

/// The kinds that never stood alone in a step whose locks are all that they are said to take, over
/// rows.
fn unproved(answers: &Answers) -> Vec<String> {
    let mut reached: BTreeMap<&str, usize> = BTreeMap::new();
    for step in answers.iter().flatten().flatten() {
        if let [only] = step.statements.as_slice()
            && (step.filled || *only == Statement::AddRequiredColumn.name())
        {
            let locks = reached.entry(only).or_default();
            *locks = step.locks.max(*locks);
        }
    }
    let taken = |statement: &Statement| {
        let claim = claim(*statement);
        [claim.table, claim.index, claim.parent, claim.child].iter().flatten().count()
    };
    let all = Statement::ALL.iter();
    all.filter(|statement| {
        reached.get(statement.name()).is_none_or(|locks| *locks < taken(statement))
    })
    .map(|statement| format!("{} is never proved", statement.name()))
    .collect()
}

#[test]
fn steps_lock_and_do_what_they_say() {
    let inputs = inputs();
    for (major, answers) in run(&server::tested(), &inputs) {
        let mut found = problems(&inputs, &answers);
        found.extend(unproved(&answers));
        assert!(found.is_empty(), "PostgreSQL {major}: {}", found.join("\n"));
    }
}

/// The steps of the corpus that can be planned; some of them, unless all is asked for.
fn real_steps(full: bool) -> Vec<Input> {
    let Some(folder) = corpus::folder() else { return Vec::new() };
    let mut sides: BTreeMap<String, [Option<String>; 2]> = BTreeMap::new();
    for side in corpus::sides(&folder) {
        let (name, which) = side.name.rsplit_once('/').unwrap();
        sides.entry(name.to_owned()).or_default()[usize::from(which == "after")] = Some(side.text);
    }
    let mut inputs = Vec::new();
    for (name, side) in sides {
        let [Some(before), Some(after)] = side else { continue };
        if corpus::provider_of(&after) != Ok(Provider::Postgresql) {
            continue;
        }
        let prepared = corpus::prepared(&format!("{before}\n{after}"));
        let migration = Migration {
            provider: Provider::Postgresql,
            before: Some(before),
            after,
            hints: Vec::new(),
        };
        if planning::plan(&migration).is_ok() {
            inputs.push(Input { name, migration, rows: None, prepared });
        }
    }
    let step = if full { 1 } else { 20 };
    inputs.into_iter().step_by(step).collect()
}

#[test]
fn real_steps_lock_and_do_what_they_say() {
    let full = std::env::var_os("COMON_FULL").is_some();
    let inputs = real_steps(full);
    let servers = if full { server::tested() } else { vec![server::newest()] };
    let proof = Proof::begin("locks of real steps and transactions");
    let mut counts = Counts::default();
    for (major, mut answers) in run(&servers, &inputs) {
        let mut missing = 0;
        for answer in &mut answers {
            let reason = answer.as_ref().err().map(|reason| vec![reason.clone()]);
            if reason.is_some_and(|lines| corpus::missing_on_the_server(&lines).is_some()) {
                *answer = Ok(Vec::new());
                missing += 1;
            }
        }
        let steps = answers.iter().flatten().flatten().count();
        println!(
            "PostgreSQL {major}: {} real migrations, {steps} steps and transactions, {missing} need \
             what it lacks",
            inputs.len()
        );
        let found = problems(&inputs, &answers);
        counts.passed += steps - found.len().min(steps);
        counts.failed += found.len();
        counts.refused += missing;
        assert!(found.is_empty(), "PostgreSQL {major}: {}", found.join("\n"));
    }
    proof.print(counts);
}

#[test]
fn functions_of_one_value_a_statement_are_not_volatile() {
    let names: Vec<String> = STABLE.iter().map(|name| format!("'{name}'")).collect();
    let volatile = format!(
        "SELECT coalesce(string_agg(oid::regprocedure::text, '; '), '') FROM pg_proc
         WHERE provolatile = 'v' AND proname IN ({})",
        names.join(", ")
    );
    for server in server::tested() {
        let database = TestDatabase::create(Place::Postgres(server));
        let found = database.connect().text(&volatile);
        println!("PostgreSQL {}: {found}", server.major);
        // Told by its name alone, a function is taken for that of its most common arguments.
        let known = found == "timezone(text,time with time zone)";
        assert!(known || found.is_empty(), "PostgreSQL {}: {found}", server.major);
    }
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
