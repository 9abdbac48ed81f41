//! `comon db push` on real databases: the same gate and the same all-or-nothing as a migration,
//! nothing recorded, and what migrations know is protected or named.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::catalogue;
use comon_tests::database::{Connection, Place, TestDatabase};
use comon_tests::project::Project;
use comon_tests::server::{self, Server};
use planner_core::provider::Provider;
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

const PUSH: [&str; 2] = ["db", "push"];

const FIRST: &str = "model User {
  id    Int     @id @default(autoincrement())
  email String  @unique
  name  String?
}
";

const WITHOUT_NAME: &str = "model User {
  id    Int     @id @default(autoincrement())
  email String  @unique
}
";

const RENAMED: &str = "model User {
  id       Int     @id @default(autoincrement())
  email    String  @unique
  fullName String?
}
";

fn project(provider: Provider) -> Project {
    Project::new(env!("CARGO_BIN_EXE_comon"), provider)
}

/// A project whose first schema is pushed, with a row in it.
fn pushed(place: Place) -> (Project, TestDatabase) {
    let project = project(place.provider());
    let database = TestDatabase::create(place);
    project.write_schema(FIRST);
    project.succeed(&database, &PUSH);
    let row = "INSERT INTO \"User\" (email, name) VALUES ('a', 'Ann')";
    database.connect().execute(row).unwrap();
    (project, database)
}

fn tables(connection: &mut Connection, place: Place) -> Vec<String> {
    let question = match place {
        Place::Postgres(_) => "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'",
        Place::Sqlite => {
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        }
    };
    let rows = connection.rows(question).unwrap();
    let mut names: Vec<String> = rows.into_iter().flatten().flatten().collect();
    names.sort();
    names
}

#[test]
fn empty_database_is_brought_to_the_schema_and_nothing_is_recorded() {
    for place in Place::tested() {
        let project = project(place.provider());
        let database = TestDatabase::create(place);
        project.write_schema(FIRST);
        project.succeed(&database, &PUSH).expect(0, &["Pushed the schema: 2 statements"]);
        assert_eq!(tables(&mut database.connect(), place), ["User"]);
        project.succeed(&database, &PUSH).expect(0, &["No change"]);
        project.succeed(
            &database,
            &["migrate", "diff", "--from-database", "--to-schema", "--exit-code"],
        );
    }
}

#[test]
fn what_loses_values_waits_for_consent() {
    for place in Place::tested() {
        for consent in [&["--allow", "drop-column:User.name"][..], &["--accept-data-loss"]] {
            let (project, database) = pushed(place);
            project.write_schema(WITHOUT_NAME);
            let before = catalogue::describe(&database);
            project.run(&database, &PUSH).expect(
                1,
                &[
                    "Refused, nothing was pushed: 1 open warning.",
                    "measured here: 1 ",
                    "Next: after review: comon db push --allow drop-column:User.name",
                ],
            );
            project
                .run(&database, &["db", "push", "--allow", "drop-table:User"])
                .expect(1, &["note: --allow drop-table:User accepted nothing"]);
            assert_eq!(catalogue::describe(&database), before);
            let words = [&PUSH[..], consent].concat();
            project.succeed(&database, &words).expect(0, &["Pushed the schema: 1 statement"]);
            project.succeed(&database, &PUSH).expect(0, &["No change"]);
        }
    }
}

#[test]
fn a_hint_keeps_the_values() {
    for place in Place::tested() {
        let (project, database) = pushed(place);
        project.write_schema(RENAMED);
        project.run(&database, &PUSH).expect(1, &["--rename User.name=User.fullName"]);
        project.succeed(&database, &["db", "push", "--rename", "User.name=User.fullName"]);
        assert_eq!(database.connect().text("SELECT \"fullName\" FROM \"User\""), "Ann");
        project
            .run(&database, &["db", "push", "--force-reset", "--rename", "User.a=User.b"])
            .expect(2, &["cannot be used with"]);
    }
}

#[test]
fn a_statement_that_fails_leaves_nothing_behind() {
    for place in Place::tested() {
        let (project, database) = pushed(place);
        project.write_schema(
            "model User {
  id    Int    @id @default(autoincrement())
  email String @unique
  name  String?
  age   Int
}

model Added {
  id Int @id
}
",
        );
        let before = catalogue::describe(&database);
        let refused = project.run(&database, &PUSH);
        refused.expect(1, &["add-required-column", "measured here: 1 "]);
        let failed = project.run(&database, &["db", "push", "--allow-warnings"]);
        failed.expect(3, &["It was rolled back; nothing of it is left.", "of the planned SQL"]);
        assert_eq!(catalogue::describe(&database), before);
    }
}

#[test]
fn new_enum_value_that_is_a_default_comes_with_one_push() {
    for server in server::tested() {
        let project = project(Provider::Postgresql);
        let database = TestDatabase::create(Place::Postgres(server));
        let schema = |values: &str, default: &str| {
            format!(
                "enum Role {{\n{values}}}\n\nmodel User {{\n  id   Int  @id\n  role Role @default({default})\n}}\n"
            )
        };
        project.write_schema(&schema("  user\n", "user"));
        project.succeed(&database, &PUSH);
        project.write_schema(&schema("  user\n  guest\n", "guest"));
        project.succeed(&database, &PUSH).expect(0, &["Pushed the schema"]);
        database.connect().execute("INSERT INTO \"User\" (id) VALUES (1)").unwrap();
        assert_eq!(database.connect().text("SELECT role::text FROM \"User\""), "guest");
        project.succeed(&database, &PUSH).expect(0, &["No change"]);
    }
}

#[test]
fn an_expression_in_the_servers_words_is_known_and_another_one_is_pushed() {
    for place in Place::tested() {
        let project = project(place.provider());
        let database = TestDatabase::create(place);
        let (first, second) = match place {
            Place::Sqlite => ("abs(-3)+1", "abs(-4)+1"),
            Place::Postgres(_) => ("length('abc'||'d')", "length('abc'||'e')"),
        };
        let schema = |expression: &str| {
            project.write_schema(&format!(
                "generator client {{\n  provider        = \"prisma-client-js\"\n  \
                 previewFeatures = [\"partialIndexes\"]\n}}\n\nmodel A {{\n  id   Int @id\n  \
                 size Int @default(dbgenerated(\"{expression}\"))\n\n  \
                 @@index([size], where: raw(\"size > {expression}\"))\n}}\n"
            ));
        };
        schema(first);
        project.succeed(&database, &PUSH);
        let again = project.succeed(&database, &PUSH);
        again.expect(0, &["No change"]);
        assert!(!again.text().contains("may mean the same"), "{again}");
        schema(second);
        project.succeed(&database, &["db", "push", "--allow-warnings"]).expect(0, &["Pushed"]);
        project.succeed(&database, &PUSH).expect(0, &["No change"]);
    }
}

#[test]
fn a_deployed_database_is_shared_and_a_developed_one_is_told_of_drift() {
    for place in Place::tested() {
        let project = project(place.provider());
        let database = TestDatabase::create(place);
        project.write_schema(FIRST);
        project.succeed(&database, &["migrate", "dev", "--name", "first"]);
        project
            .write_schema(RENAMED.replace("fullName String?", "name String?\n  age Int?").as_str());
        project
            .succeed(&database, &PUSH)
            .expect(0, &["note: 1 migration is recorded here", "reports it as drift"]);
        project.run(&database, &["migrate", "status"]).expect(1, &["drift", "User.age exists"]);

        let deployed = TestDatabase::create(place);
        project.succeed(&deployed, &["migrate", "deploy"]);
        let before = catalogue::describe(&deployed);
        let refused = project.run(&deployed, &PUSH);
        refused.expect(1, &["shared-database", "comon migrate deploy wrote to it", "--on-shared"]);
        project.run(&deployed, &["db", "push", "--on-shared", "other"]).expect(1, &["is shared"]);
        assert_eq!(catalogue::describe(&deployed), before);
        let url = deployed.url();
        let name = url.rsplit('/').next().unwrap();
        project.succeed(&deployed, &["db", "push", "--on-shared", name]);
    }
}

#[test]
fn a_migration_that_is_not_finished_comes_first() {
    let (project, database) = pushed(Place::Sqlite);
    database
        .connect()
        .execute(
            "CREATE TABLE _comon_orm_migration_steps (migration TEXT, step INTEGER, digest TEXT, \
             state TEXT, started_at TEXT, ended_at TEXT, error TEXT); \
             INSERT INTO _comon_orm_migration_steps VALUES ('1_a', 0, 'x', 'finished', 't', 't', NULL)",
        )
        .unwrap();
    project.write_schema(RENAMED);
    project
        .run(&database, &["db", "push", "--accept-data-loss"])
        .expect(1, &["migration-incomplete", "1_a was begun here and is not finished"]);
}

#[test]
fn reset_drops_what_the_language_says_and_keeps_the_rest() {
    for place in Place::tested() {
        let (project, database) = pushed(place);
        let mut connection = database.connect();
        connection
            .execute(
                "CREATE TABLE by_hand (id INTEGER PRIMARY KEY); \
                 CREATE TABLE _prisma_migrations (id INTEGER PRIMARY KEY); \
                 CREATE VIEW one AS SELECT 1 AS one",
            )
            .unwrap();
        let refused = project.run(&database, &["db", "push", "--force-reset"]);
        refused.expect(1, &["2 open warnings", "drop-table:User", "drop-table:by_hand"]);
        project.write_schema(RENAMED);
        let words = ["db", "push", "--force-reset", "--accept-data-loss"];
        project
            .succeed(&database, &words)
            .expect(0, &["Pushed the schema", "Outside the schema language, kept:\n  view one"]);
        assert_eq!(tables(&mut connection, place), ["User", "_prisma_migrations"]);
        assert_eq!(connection.text("SELECT CAST(count(*) AS TEXT) FROM \"User\""), "0");
        assert_eq!(connection.text("SELECT CAST(one AS TEXT) FROM one"), "1");
        project.succeed(&database, &PUSH).expect(0, &["No change"]);
    }
}

#[test]
fn reset_leaves_external_tables_and_takes_declared_histories() {
    for place in Place::tested() {
        let project = project(place.provider());
        let database = TestDatabase::create(place);
        fs::write(project.path().join("comon.toml"), "external = [\"theirs\"]\n").unwrap();
        let sql = "CREATE TABLE theirs (id INTEGER NOT NULL PRIMARY KEY); \
                   INSERT INTO theirs VALUES (1); \
                   CREATE TABLE schema_migrations (version VARCHAR(9) PRIMARY KEY)";
        database.connect().execute(sql).unwrap();
        project.write_schema(
            "model theirs {\n  id Int @id\n}\n\nmodel schema_migrations {\n  version String @id\n}\n",
        );
        let words = ["db", "push", "--force-reset", "--accept-data-loss"];
        project.succeed(&database, &words).expect(0, &["Pushed the schema: 2 statements"]);
        assert_eq!(database.connect().text("SELECT CAST(id AS TEXT) FROM theirs"), "1");
        project.succeed(&database, &PUSH).expect(0, &["No change"]);
    }
}

#[test]
fn what_a_dropped_table_would_take_along_is_a_warning() {
    for place in Place::tested() {
        let (project, database) = pushed(place);
        let sql = match place {
            Place::Sqlite => {
                "CREATE TRIGGER audit AFTER INSERT ON \"User\" BEGIN SELECT 1; END".to_owned()
            }
            Place::Postgres(_) => "CREATE POLICY audit ON \"User\" USING (true)".to_owned(),
        };
        database.connect().execute(&sql).unwrap();
        project.write_schema("model Other {\n  id Int @id\n}\n");
        let refused = project.run(&database, &["db", "push", "--allow", "drop-table:User"]);
        refused.expect(1, &["unmanaged-object", "dropping table User destroys", "audit on User"]);
        project.succeed(
            &database,
            &["db", "push", "--allow", "drop-table:User", "--allow", "unmanaged-object:audit"],
        );
    }
}

#[test]
fn missing_databases_files_and_schemas_are_made() {
    let project = project(Provider::Sqlite);
    project.write_schema(FIRST);
    let file = project.path().join("new.db");
    project.run_with(&format!("file:{}", file.display()), &PUSH).expect(0, &["Pushed"]);
    assert!(file.is_file());

    let server = server::newest();
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), Provider::Postgresql);
    project.write_schema(FIRST);
    let url = format!("{}?schema=sales", server.url("pushed_anew"));
    project.run_with(&url, &PUSH).expect(0, &["PostgreSQL pushed_anew", "schema sales", "Pushed"]);
    project.run_with(&url, &PUSH).expect(0, &["No change"]);
    let count = "SELECT count(*)::text FROM pg_tables WHERE schemaname = 'sales'";
    assert_eq!(Connection::open(&server.url("pushed_anew")).text(count), "1");
    Connection::open(&server.url("postgres")).execute("DROP DATABASE pushed_anew").unwrap();
}

#[test]
fn json_says_what_was_pushed_and_what_is_open() {
    let (project, database) = pushed(Place::Sqlite);
    project.write_schema(WITHOUT_NAME);
    let (code, document) = project.json(&database, &PUSH);
    assert_eq!(code, 1);
    assert_eq!(document["pushed"], false);
    assert_eq!(document["openWarnings"][0]["flag"], "--allow drop-column:User.name");
    assert!(document["script"].as_str().unwrap().contains("DROP COLUMN"));
    let (code, document) = project.json(&database, &["db", "push", "--accept-data-loss"]);
    assert_eq!((code, &document["pushed"], &document["statements"]), (0, &true.into(), &1.into()));
    assert_eq!(document["acceptedWarnings"][0]["by"], "--allow-warnings");
    assert_eq!(document["leavesDrift"], false);
}

#[test]
fn schemas_that_cannot_be_are_refused_before_anything_is_reached() {
    let project = project(Provider::Postgresql);
    let nowhere = "postgresql://a:b@127.0.0.1:1/none";
    project.write_schema("model A {\n  id Int @id\n  name Strin\n}\n");
    project.run_with(nowhere, &PUSH).expect(2, &["schema.prisma:", "Strin"]);
    project.write_schema("model A {\n  id Int @id\n  name String @db.VarChar(0)\n}\n");
    project.run_with(nowhere, &PUSH).expect(2, &["schema.prisma:"]);
    project.write_schema(FIRST);
    project.run_with(nowhere, &PUSH).expect(3, &["127.0.0.1:1"]);
    project.run_with("file:x.db", &PUSH).expect(2, &["The datasource is for PostgreSQL"]);
}

/// The advisory lock that every writer takes.
const LOCK: &str = "SELECT pg_advisory_lock(('x' || encode(substr(sha256('comon:public'), 1, 8), \
                    'hex'))::bit(64)::bigint)::text";

#[test]
fn a_push_waits_for_another_writer_and_says_so() {
    for place in Place::tested() {
        let (project, database) = pushed(place);
        project.write_schema(RENAMED);
        let mut holder = database.connect();
        let mut file = None;
        match place {
            Place::Postgres(_) => {
                holder.rows(LOCK).unwrap();
            }
            Place::Sqlite => {
                let path = format!("{}.comon-lock", database.file().unwrap().display());
                let opened = fs::File::options().create(true).append(true).open(path).unwrap();
                opened.try_lock().unwrap();
                file = Some(opened);
            }
        }
        let push = project.start(&database, &["db", "push", "--accept-data-loss"]);
        std::thread::sleep(Duration::from_secs(2));
        let before = database.connect().rows("SELECT name FROM \"User\"");
        assert!(before.is_ok(), "{}: nothing is pushed under another's lock", place.name());
        drop(holder);
        drop(file);
        let output = push.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert!(said.contains("Waiting for the deploy lock"), "{said}");
    }
}

/// Waits until the push is held up by the reader's lock.
fn held_up(server: &Server, database: &TestDatabase) {
    let mut connection = database.connect();
    let began = Instant::now();
    let waiting = "SELECT count(*)::text FROM pg_locks WHERE NOT granted";
    while connection.text(waiting) == "0" {
        assert!(began.elapsed() < Duration::from_secs(20), "{}: it never waits", server.major);
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_push_that_is_stopped_or_killed_leaves_what_was_there() {
    for signal in ["INT", "TERM", "KILL"] {
        let server = server::newest();
        let (project, database) = pushed(Place::Postgres(server));
        project.write_schema(&format!("{RENAMED}\nmodel Added {{\n  id Int @id\n}}\n"));
        let before = catalogue::describe(&database);
        let mut reader = database.connect();
        reader.execute("BEGIN; SELECT 1 FROM \"User\"").unwrap();
        let push = project.start(&database, &["db", "push", "--accept-data-loss"]);
        held_up(server, &database);
        let process = push.id().to_string();
        let sent = Command::new("kill").args([&format!("-{signal}"), &process]).status().unwrap();
        assert!(sent.success());
        let output = push.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let expected = match signal {
            "INT" => Some(130),
            "TERM" => Some(143),
            _ => None,
        };
        assert_eq!(output.status.code(), expected, "{said}");
        if expected.is_some() {
            assert!(said.contains("It was rolled back; nothing of it is left."), "{said}");
        }
        reader.execute("ROLLBACK").unwrap();
        let began = Instant::now();
        // The server may need a moment to see that the killed one is gone.
        while catalogue::describe(&database) != before {
            assert!(began.elapsed() < Duration::from_secs(20), "{signal}: something is left");
            std::thread::sleep(Duration::from_millis(50));
        }
        project.succeed(&database, &["db", "push", "--accept-data-loss"]);
    }
}

#[test]
fn a_role_that_may_only_read_changes_nothing_and_is_told_so() {
    let (project, database) = pushed(Place::Postgres(server::newest()));
    // Open before, so that it may still write.
    let mut owner = database.connect();
    let name = owner.text("SELECT current_database()");
    let set = |value: &str| {
        format!("ALTER DATABASE \"{name}\" SET default_transaction_read_only = {value}")
    };
    owner.execute(&set("on")).unwrap();
    project.write_schema(RENAMED);
    project
        .run(&database, &["db", "push", "--accept-data-loss"])
        .expect(3, &["error[read-only]", "Nothing can be written here"]);
    owner.execute(&set("off")).unwrap();
    project.succeed(&database, &["db", "push", "--accept-data-loss"]);
}
