//! What is measured of a warning and what `--allow-cleared` makes of it: accepted is only what a
//! probe finds harmless under lock, in the migration's own transaction.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::pending::{self, CODES, NO_CODES, add_to, create};
use comon_tests::project::{Outcome, Project};
use comon_tests::server::{self, PASSWORD};
use std::fs;
use std::time::{Duration, Instant};

const STATUS: [&str; 2] = ["migrate", "status"];
const DEPLOY: [&str; 2] = ["migrate", "deploy"];
const DEPLOY_CLEARED: [&str; 3] = ["migrate", "deploy", "--allow-cleared"];

fn dropping(place: Place) -> (Project, TestDatabase) {
    pending::dropping(env!("CARGO_BIN_EXE_comon"), place)
}

#[test]
fn cleared_warning_is_accepted_by_its_flag_and_recorded_so() {
    for place in Place::of_each_provider() {
        let (project, database) = dropping(place);
        let mut connection = database.connect();
        connection.execute("INSERT INTO users (id) VALUES (1)").unwrap();
        project.run(&database, &STATUS).expect(
            1,
            &[
                "cleared, measured here: nothing is at risk right now",
                "accept with --allow-cleared, which measures again under lock, or --allow \
                 drop-column:users.code",
            ],
        );
        // What is cleared still waits for somebody to say that this is enough.
        project.run(&database, &DEPLOY).expect(1, &["1 open warning", "cleared, measured here"]);
        let (code, document) = project.json(&database, &DEPLOY_CLEARED);
        assert_eq!(code, 0, "{document}");
        assert_eq!(document["acceptedWarnings"][0]["by"], "--allow-cleared");
        let recorded = connection
            .text("SELECT accepted_warnings FROM _comon_orm_migrations WHERE name LIKE '%2_step'");
        assert!(recorded.contains("\"by\":\"--allow-cleared\""), "{recorded}");
        assert!(recorded.contains("cleared, measured here"), "{recorded}");
    }
}

#[test]
fn warning_over_values_is_certain_and_no_cleared_flag_accepts_it() {
    for place in Place::of_each_provider() {
        let (project, database) = dropping(place);
        let values = "INSERT INTO users (id, code) VALUES (1, 'a'), (2, 'b'), (3, NULL)";
        database.connect().execute(values).unwrap();
        let refused = project.run(&database, &DEPLOY_CLEARED);
        refused.expect(
            1,
            &[
                "certain, measured here: 2 non-null values of users.code",
                "accept with --allow drop-column:users.code",
            ],
        );
        let (_, document) = project.json(&database, &DEPLOY_CLEARED);
        let judgement = &document["openWarnings"][0]["judgement"];
        assert_eq!(judgement["state"], "certain");
        assert_eq!(judgement["counts"][0]["number"], 2);
        assert_eq!(document["applied"].as_array().unwrap().len(), 0);
        project.succeed(&database, &[&DEPLOY[..], &["--allow", "drop-column:users.code"]].concat());
    }
}

/// Waits until something holds in the database: what another session does takes its time.
fn until(what: &str, holds: impl Fn() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < Duration::from_secs(60), "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn value_that_comes_between_probe_and_lock_refuses_and_rolls_back() {
    for place in Place::of_each_provider() {
        let (project, database) = dropping(place);
        let mut writer = database.connect();
        // Uncommitted: the first probe finds nothing, and the lock waits for the end of it.
        let (begin, held) = match place {
            Place::Postgres(_) => ("BEGIN", true),
            Place::Sqlite => ("BEGIN IMMEDIATE", false),
        };
        writer.execute(begin).unwrap();
        writer.execute("INSERT INTO users (id, code) VALUES (1, 'late')").unwrap();
        let deploy = project.start(&database, &DEPLOY_CLEARED);
        if held {
            until("deploy waits for the table", || {
                database.connect().text(
                    "SELECT count(*)::text FROM pg_locks WHERE NOT granted AND \
                     mode = 'AccessExclusiveLock' AND database = (SELECT oid FROM pg_database \
                     WHERE datname = current_database())",
                ) != "0"
            });
        } else {
            // It holds its lock file only while it works, and cannot begin its transaction.
            let lock = format!("{}.comon-lock", database.file().unwrap().display());
            until("deploy is under way", || fs::metadata(&lock).is_ok());
        }
        writer.execute("COMMIT").unwrap();
        let output = deploy.wait_with_output().unwrap();
        let refused = Outcome::of(&DEPLOY_CLEARED, &output);
        assert_eq!(refused.code, 1, "{refused}");
        if held {
            refused.expect(
                1,
                &[
                    "error[not-cleared]",
                    "certain, measured under lock: 1 non-null value of users.code",
                    "accept with --allow drop-column:users.code",
                    "was rolled back; nothing of it is left",
                ],
            );
        }
        let mut connection = database.connect();
        assert_eq!(connection.text("SELECT code FROM users"), "late");
        project.run(&database, &STATUS).expect(1, &["1 migration pending"]);
    }
}

/// A role of its own that owns what it made, without the rights of a superuser.
fn plain_role(database: &TestDatabase) -> (String, String) {
    let role = format!("plain_{}", database.connect().text("SELECT current_database()"));
    let name = database.connect().text("SELECT current_database()");
    database
        .connect()
        .execute(&format!(
            "CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'; \
             GRANT ALL ON DATABASE {name} TO {role}; GRANT ALL ON SCHEMA public TO {role}"
        ))
        .unwrap();
    let url = database.url().replace(server::USER, &role);
    (role, url)
}

#[test]
fn rows_that_a_policy_hides_make_a_warning_possible_and_never_cleared() {
    let place = Place::Postgres(server::newest());
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
    let database = TestDatabase::create(place);
    let (role, url) = plain_role(&database);
    create(&project, &database, 1, CODES);
    project.run_with(&url, &DEPLOY).expect(0, &[]);
    create(&project, &database, 2, NO_CODES);
    database
        .connect()
        .execute(
            "INSERT INTO users VALUES (1, 'hidden'); ALTER TABLE users ENABLE ROW LEVEL SECURITY; \
             ALTER TABLE users FORCE ROW LEVEL SECURITY; \
             CREATE POLICY none ON users USING (false)",
        )
        .unwrap();
    for command in [&STATUS[..], &DEPLOY_CLEARED] {
        project
            .run_with(&url, command)
            .expect(1, &["possible, not measured: ", "row-level security policy"]);
    }
    // Neither does a table that the role may not read.
    database
        .connect()
        .execute(&format!(
            "ALTER TABLE users DISABLE ROW LEVEL SECURITY; ALTER TABLE users OWNER TO {}; \
             REVOKE ALL ON users FROM {role}",
            server::USER
        ))
        .unwrap();
    project
        .run_with(&url, &DEPLOY_CLEARED)
        .expect(1, &["possible, not measured: ", "permission denied for table users"]);
}

#[test]
fn probe_that_takes_too_long_makes_a_warning_possible() {
    for place in Place::of_each_provider() {
        let (project, database) = dropping(place);
        let mut connection = database.connect();
        match place {
            // A view in the table's place answers as slowly as one likes.
            Place::Postgres(_) => connection
                .execute(
                    "ALTER TABLE users RENAME TO users_kept; CREATE VIEW users AS SELECT 1 AS id, \
                     pg_sleep(600)::text AS code",
                )
                .unwrap(),
            Place::Sqlite => connection
                .execute(
                    "ALTER TABLE users RENAME TO users_kept; CREATE VIEW users AS WITH RECURSIVE \
                     n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS id, i AS code \
                     FROM n",
                )
                .unwrap(),
        }
        fs::write(project.path().join("prisma/comon.toml"), "[timeouts]\nprobe = \"200ms\"\n")
            .unwrap();
        let (_, document) = project.json(&database, &STATUS);
        let warning = &document["openWarnings"][0];
        assert_eq!(warning["judgement"]["state"], "possible", "{warning}");
        let measured = warning["measured"][0].as_str().unwrap();
        assert!(measured.contains("took longer than 0.2 s"), "{measured}");
    }
}

#[test]
fn table_that_an_earlier_pending_migration_creates_is_cleared_unless_it_may_be_filled() {
    for place in Place::of_each_provider() {
        for filled in [false, true] {
            let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
            let database = TestDatabase::create(place);
            let first = create(&project, &database, 1, CODES);
            if filled {
                let filling = "INSERT INTO users (id, code) VALUES (1, 'a');";
                add_to(&project, &database, &first, filling);
            }
            create(&project, &database, 2, NO_CODES);
            let hand = ["--allow", "hand-edited-sql"];
            let deploy = project.run(&database, &[&DEPLOY_CLEARED[..], &hand].concat());
            if filled {
                deploy.expect(1, &["possible, not measured: ", "may change that before"]);
            } else {
                deploy.expect(0, &["Applied 2 migrations"]);
            }
        }
    }
}

#[test]
fn empty_table_is_cleared_whatever_is_asked_of_it() {
    for place in Place::of_each_provider() {
        let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
        let database = TestDatabase::create(place);
        create(&project, &database, 1, CODES);
        project.succeed(&database, &DEPLOY);
        // The column that the third migration drops is not there before the second.
        create(&project, &database, 2, &CODES.replace("  code ", "  late Int?\n  code "));
        create(&project, &database, 3, CODES);
        project
            .run(&database, &STATUS)
            .expect(1, &["nothing is at risk right now (users is empty)"]);
        project.succeed(&database, &DEPLOY_CLEARED);
    }
}

#[test]
fn push_and_dev_take_the_flag_as_well() {
    for place in Place::of_each_provider() {
        let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
        let database = TestDatabase::create(place);
        project.write_schema(CODES);
        project.succeed(&database, &["migrate", "dev", "--name", "first"]);
        project.write_schema(NO_CODES);
        let dev = ["migrate", "dev", "--name", "second"];
        project.run(&database, &dev).expect(1, &["accept with --allow-cleared"]);
        project.succeed(&database, &[&dev[..], &["--allow-cleared"]].concat());

        let pushed = TestDatabase::create(place);
        project.write_schema(CODES);
        project.succeed(&pushed, &["db", "push"]);
        project.write_schema(NO_CODES);
        project.run(&pushed, &["db", "push"]).expect(1, &["accept with --allow-cleared"]);
        project.succeed(&pushed, &["db", "push", "--allow-cleared"]);
        assert_eq!(place.provider(), project.provider);
    }
}

#[test]
fn migration_of_several_transactions_cannot_be_cleared() {
    let (project, database) = dropping(Place::Postgres(server::newest()));
    let file = project.migration("2_step").join("migration.sql");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("COMMENT ON TABLE users IS 'x';\n-- comon: transaction\n{text}"))
        .unwrap();
    project.succeed(&database, &["migrate", "seal", "20240101000002_step"]);
    let hand = ["--allow", "hand-edited-sql"];
    let refused = project.run(&database, &[&DEPLOY_CLEARED[..], &hand].concat());
    refused.expect(1, &["accept with --allow drop-column:users.code"]);
    assert!(!refused.text().contains("measures again under lock"), "{refused}");
}
