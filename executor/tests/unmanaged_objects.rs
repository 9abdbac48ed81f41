//! Objects that people made by hand, of every kind, on databases with rows that go through random
//! migrations: each migration keeps every one, or is refused by name before its first change.
//! `COMON_FULL=1` takes 50 migrations on SQLite and on each server that is tested, and prints the table.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::handmade;
use comon_tests::pairs::{self, Pair, render};
use comon_tests::planning;
use comon_tests::project::Project;
use comon_tests::proof::{Counts, Proof};
use comon_tests::seed::{self, Style, Wanted};
use planner_core::planner::Planned;
use planner_core::provider::Provider;
use std::collections::BTreeSet;
use std::fs;

/// What became of one migration.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    /// Applied, and everything is there.
    Kept,
    /// Refused before the first change, with the objects' names.
    Refused(Vec<String>),
    /// It fails over these rows without any such object as well, and left everything.
    FailsAnyway,
}

fn project(place: Place, schema: &str) -> Project {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
    write(&project, schema);
    project
}

fn write(project: &Project, schema: &str) {
    fs::write(project.path().join("prisma/schema.prisma"), schema).unwrap();
}

fn fill(database: &TestDatabase, planned: &Planned) {
    let none = BTreeSet::new();
    for count in [3, 1] {
        let wanted = Wanted { style: Style::Plain, count, empty: &none };
        let rows = format!("BEGIN; {} COMMIT", seed::sql(&planned.after, wanted));
        let mut connection = database.connect();
        if connection.execute(&rows).is_ok() {
            return;
        }
        let _ = connection.execute("ROLLBACK");
    }
}

fn go_through(place: Place, pair: &Pair) -> Outcome {
    let migration = pair.forwards();
    let first = planning::plan(&planning::Migration::first(
        place.provider(),
        &render::render(&pair.before),
    ));
    let project = project(place, &render::render(&pair.before));
    let database = TestDatabase::create(place);
    let url = database.url();
    let run = |url: &str, arguments: &[&str]| {
        project.run_with(url, &[arguments, &["--url", url]].concat())
    };
    let create = ["migrate", "dev", "--create-only", "--name", "20240101000001_before"];
    run(&url, &create).expect(0, &[]);
    run(&url, &["migrate", "deploy"]).expect(0, &[]);
    fill(&database, &first.unwrap());
    let without = database.copy();
    let live = planning::plan(&planning::Migration::first(
        place.provider(),
        &render::render(&pair.before),
    ));
    let mut connection = database.connect();
    handmade::make(place, &mut connection, &live.unwrap().after);
    let made = handmade::list(place, &mut connection);
    assert!(made.len() > 3, "hardly anything was made: {made:?}");

    write(&project, &render::render(&pair.after));
    let hints: Vec<&str> =
        migration.hints.iter().flat_map(|hint| ["--rename", hint.as_str()]).collect();
    let create = ["migrate", "dev", "--create-only", "--name", "20240101000002_after"];
    let created = run(&url, &[&create[..], &hints].concat());
    created.expect(0, &[]);
    let kept = |moment: &str| {
        let mut connection = database.connect();
        let left = handmade::list(place, &mut connection);
        let lost: Vec<&String> = made.difference(&left).collect();
        assert!(lost.is_empty(), "{moment}, these are gone: {lost:#?}");
        let broken = handmade::broken(place, &mut connection);
        assert!(broken.is_empty(), "{moment}, these are broken: {broken:#?}");
    };

    let asked = run(&url, &["migrate", "deploy", "--dry-run", "--json"]);
    let document = asked.document();
    let problems = document["problems"].as_array().unwrap();
    let drift: Vec<_> = problems.iter().filter(|problem| problem["code"] == "drift").collect();
    assert!(drift.is_empty(), "what is beside the schema is no drift: {drift:#?}");
    let open = document["openWarnings"].as_array().unwrap();
    let named: Vec<String> = open
        .iter()
        .filter(|warning| warning["id"] == "unmanaged-object")
        .map(|warning| warning["message"].as_str().unwrap().to_owned())
        .collect();
    if !named.is_empty() {
        run(&url, &["migrate", "deploy"]).expect(1, &["unmanaged-object", "nothing was applied"]);
        kept("after a refusal");
        return Outcome::Refused(named);
    }
    let deploy = ["migrate", "deploy", "--allow-warnings"];
    let applied = run(&url, &deploy);
    if applied.code == 0 {
        kept("after the migration");
        return Outcome::Kept;
    }
    let alone = run(&without.url(), &deploy);
    assert_ne!(alone.code, 0, "it fails with these objects alone:\n{applied}");
    kept("after a failure");
    Outcome::FailsAnyway
}

#[test]
fn random_migrations_keep_every_object_or_are_refused_by_name() {
    let full = std::env::var_os("COMON_FULL").is_some();
    let wanted = if full { 50 } else { 5 };
    let places = if full { Place::tested() } else { Place::of_each_provider().to_vec() };
    for place in places {
        let proof = Proof::begin(format!("migrations over hand-made objects on {}", place.name()));
        let (mut kept, mut refused, mut failed) = (0, 0, 0);
        let pairs = (0..).filter_map(|seed| pairs::pair(place.provider(), 7 * seed + 3, None));
        for pair in pairs.take(wanted) {
            let seed = pair.seed;
            let outcome = std::panic::catch_unwind(|| go_through(place, &pair));
            match outcome {
                Ok(Outcome::Kept) => kept += 1,
                Ok(Outcome::Refused(named)) => {
                    refused += 1;
                    if full {
                        println!("seed {seed} on {}: {}", place.name(), named.join(" | "));
                    }
                }
                Ok(Outcome::FailsAnyway) => failed += 1,
                Err(_) => panic!("seed {seed} on {}", place.name()),
            }
        }
        println!(
            "{:<16} {wanted} migrations: {kept} kept all, {refused} refused by name, {failed} fail \
             without such objects too",
            place.name()
        );
        // Each of the three is as it has to be; anything else has panicked.
        proof.print(Counts { passed: kept + refused + failed, failed: 0, refused: 0 });
        assert_eq!(kept + refused + failed, wanted);
        assert!(kept > 0, "no migration ran");
    }
}

const BEFORE: &str = "model User {
  id    Int     @id
  code  String?
  posts Post[]
  @@map(\"users\")
}

model Post {
  id       Int    @id
  size     Int
  authorId Int
  author   User   @relation(fields: [authorId], references: [id])
  @@map(\"posts\")
}
";

#[test]
fn what_stands_in_the_way_of_a_change_is_named_and_stays() {
    for (place, object, named) in [
        (
            Place::Postgres(comon_tests::server::newest()),
            "CREATE VIEW hand_view AS SELECT code FROM users",
            "dropping column users.code fails while view hand_view needs it",
        ),
        (
            Place::Postgres(comon_tests::server::newest()),
            "CREATE POLICY hand_policy ON users USING (code <> 'x')",
            "dropping column users.code fails while policy hand_policy on users needs it",
        ),
        (
            Place::Postgres(comon_tests::server::newest()),
            "CREATE INDEX hand_index ON users (code) WHERE code <> 'x'",
            "dropping column users.code destroys index hand_index on users",
        ),
        (
            Place::Postgres(comon_tests::server::newest()),
            "ALTER TABLE users ADD CONSTRAINT hand_unique UNIQUE (code) DEFERRABLE",
            "dropping column users.code destroys index hand_unique on users",
        ),
        (
            Place::Sqlite,
            "CREATE VIEW hand_view AS SELECT code FROM users",
            "dropping column users.code fails while view hand_view needs it",
        ),
        (
            Place::Sqlite,
            "CREATE INDEX hand_index ON users (code) WHERE code <> 'x'",
            "dropping column users.code fails while index hand_index on users needs it",
        ),
    ] {
        let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
        let database = TestDatabase::create(place);
        project.write_schema(BEFORE);
        project.succeed(&database, &["migrate", "dev", "--name", "first"]);
        let mut connection = database.connect();
        connection.execute(object).unwrap();
        let made = handmade::list(place, &mut connection);
        project.write_schema(&BEFORE.replace("  code  String?\n", ""));
        let refusal = ["--allow", "drop-column:users.code"];
        let dev = [&["migrate", "dev", "--name", "second"][..], &refusal].concat();
        project
            .run(&database, &dev)
            .expect(1, &["1 open warning", named, "unmanaged-object:hand_"]);
        // A push refuses as well, with the same words but where it would drop the index by its name.
        let named = match place.provider() == Provider::Sqlite && object.contains("INDEX") {
            true => "dropping index hand_index destroys index hand_index on users",
            false => named,
        };
        let push = [&["db", "push"][..], &refusal].concat();
        project.run(&database, &push).expect(1, &[named]);
        assert_eq!(handmade::list(place, &mut connection), made);
        project.run(&database, &["migrate", "status"]).expect(0, &["Up to date"]);
    }
}

#[test]
fn object_is_followed_through_pending_renames() {
    for place in Place::of_each_provider() {
        let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
        let database = TestDatabase::create(place);
        let create = |number: usize, models: &str, hints: &[&str]| {
            project.write_schema(models);
            let name = format!("2024010100000{number}_step");
            let create = ["migrate", "dev", "--create-only", "--name", &name];
            project.succeed(&database, &[&create[..], hints].concat());
        };
        create(1, BEFORE, &[]);
        project.succeed(&database, &["migrate", "deploy"]);
        let view = "CREATE VIEW hand_view AS SELECT code FROM users";
        database.connect().execute(view).unwrap();
        let renamed =
            BEFORE.replace("code  String?", "token String?").replace("\"users\"", "\"people\"");
        create(2, &renamed, &["--rename", "users=people", "--rename", "users.code=people.token"]);
        create(3, &renamed.replace("  token String?\n", ""), &[]);
        let deploy = ["migrate", "deploy", "--allow", "drop-column"];
        project
            .run(&database, &deploy)
            .expect(1, &["dropping column people.token fails while view hand_view needs it"]);
        project.run(&database, &["migrate", "status"]).expect(1, &["2 migrations pending"]);
    }
}

#[test]
fn push_drops_no_partial_index_that_the_schema_does_not_know() {
    for place in Place::of_each_provider() {
        let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
        let database = TestDatabase::create(place);
        project.write_schema(BEFORE);
        project.succeed(&database, &["db", "push"]);
        let index = "CREATE INDEX hand_index ON users (code) WHERE code <> 'x'";
        database.connect().execute(index).unwrap();
        project
            .run(&database, &["db", "push"])
            .expect(1, &["dropping index hand_index destroys index hand_index on users"]);
        let is_there = || {
            let made = handmade::list(place, &mut database.connect());
            made.iter().any(|object| object.contains("hand_index"))
        };
        assert!(is_there());
        project.succeed(&database, &["db", "push", "--allow", "unmanaged-object:hand_index"]);
        assert!(!is_there());
    }
}

#[test]
fn partitions_go_with_their_table_and_are_named_as_lost() {
    for server in comon_tests::server::tested() {
        let project = Project::new(env!("CARGO_BIN_EXE_comon"), Provider::Postgresql);
        let database = TestDatabase::create(Place::Postgres(server));
        project.write_schema(BEFORE);
        project.succeed(&database, &["db", "push"]);
        let made = "CREATE TABLE part (n integer) PARTITION BY RANGE (n); \
                    CREATE TABLE part1 PARTITION OF part FOR VALUES FROM (1) TO (9) \
                    PARTITION BY RANGE (n); \
                    CREATE TABLE part2 PARTITION OF part1 FOR VALUES FROM (1) TO (2); \
                    CREATE VIEW one AS SELECT 1 AS one";
        database.connect().execute(made).unwrap();
        for push in [&["db", "push"][..], &["db", "push", "--force-reset"]] {
            let named = ["part1", "part2"]
                .map(|name| format!("dropping table part destroys partition {name} on part"));
            let named: Vec<&str> = named.iter().map(String::as_str).collect();
            project.run(&database, push).expect(1, &named);
        }
        let push = ["db", "push", "--force-reset", "--accept-data-loss"];
        let (code, document) = project.json(&database, &push);
        let kept = document["unmanaged"].as_array().unwrap();
        assert_eq!((code, kept.len(), &kept[0]["name"]), (0, 1, &"one".into()), "{document:#}");
    }
}
