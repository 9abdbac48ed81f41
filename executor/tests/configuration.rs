//! What each key of comon.toml does to a run, on real databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::project::Project;
use comon_tests::server;
use std::fs;

const STATUS: [&str; 2] = ["migrate", "status"];
const DEPLOY: [&str; 2] = ["migrate", "deploy"];

const USERS: &str = "model User {
  id   Int     @id
  code String?
  @@map(\"users\")
}
";

const USERS_WITHOUT_CODE: &str = "model User {
  id Int @id
  @@map(\"users\")
}
";

fn project(place: Place, config: &str) -> (Project, TestDatabase) {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
    configure(&project, config);
    (project, TestDatabase::create(place))
}

fn configure(project: &Project, config: &str) {
    fs::write(project.path().join("comon.toml"), config).unwrap();
}

fn write(project: &Project, database: &TestDatabase, number: usize, models: &str) -> String {
    project.write_schema(models);
    let name = format!("2024010100000{number}_step");
    project.succeed(database, &["migrate", "dev", "--create-only", "--name", &name]);
    name
}

#[test]
fn notice_is_raised_to_a_gate_or_silenced_everywhere() {
    for place in Place::of_each_provider() {
        let rule = "breaks-new-application-before-deploy";
        let (project, database) = project(place, "");
        write(&project, &database, 1, USERS_WITHOUT_CODE);
        project.succeed(&database, &DEPLOY);
        write(&project, &database, 2, USERS);

        project.run(&database, &["review"]).expect(0, &[rule]);
        configure(&project, &format!("[levels]\n{rule} = \"gate\"\n"));
        project.run(&database, &["review"]).expect(1, &["1 warning to accept", rule]);
        let flag = format!("accept with --allow {rule}:users.code");
        let refused = project.run(&database, &DEPLOY);
        refused.expect(1, &[rule, "a notice that comon.toml makes a gate of", &flag]);
        project.run(&database, &STATUS).expect(1, &["deploy would refuse: 1 open warning"]);
        // warnings.txt is the planner's; the files stay whole.
        let warnings = project.migration("2_step").join("warnings.txt");
        assert_eq!(fs::read_to_string(warnings).unwrap(), "");

        configure(&project, &format!("[levels]\n{rule} = \"silent\"\n"));
        let review = project.run(&database, &["review"]);
        assert!(review.code == 0 && !review.text().contains(rule), "{review}");
        let database_url = database.url();
        let diff = ["migrate", "diff", "--from-database", &database_url, "--to-schema"];
        let diff = project.run(&database, &diff);
        assert!(diff.code == 0 && !diff.text().contains(rule), "{diff}");
        project.succeed(&database, &DEPLOY);
    }
}

#[test]
fn names_and_allowed_notices_are_the_same_for_review_dev_and_deploy() {
    for place in Place::of_each_provider() {
        let gate = "[levels]\nnaming-convention = \"gate\"\n[naming]\ncolumns = \"/^[a-b]+$/\"\n";
        let (project, database) = project(place, "");
        write(&project, &database, 1, USERS_WITHOUT_CODE);
        project.succeed(&database, &DEPLOY);
        write(&project, &database, 2, USERS);
        configure(&project, gate);
        let message = "Unlike the project's names: column users.code is not /^[a-b]+$/.";
        let flag = "--allow naming-convention:users.code";
        project.run(&database, &["review"]).expect(1, &[message, flag]);
        project.run(&database, &DEPLOY).expect(1, &[message, flag]);
        let allow = |day: &str| {
            format!(
                "{gate}[[allow]]\nrule = \"naming-convention\"\nsubject = \"users.code\"\nreason = \"old \
                 reports\"\nexpires = {day}\n"
            )
        };
        configure(&project, &allow("2020-01-01"));
        project.run(&database, &DEPLOY).expect(1, &[flag]);
        configure(&project, &allow("2099-01-01"));
        let review = project.run(&database, &["review"]);
        assert!(review.code == 0 && !review.text().contains(message), "{review}");
        project.succeed(&database, &DEPLOY);

        project.write_schema(&USERS.replace("code ", "cod2 "));
        let elsewhere = TestDatabase::create(place);
        let dev = ["migrate", "dev", "--name", "3_dev", "--allow", "drop-column"];
        let found = ["column users.cod2 is not", "--allow naming-convention:users.cod2"];
        project.run(&elsewhere, &dev).expect(1, &found);
    }
}

#[test]
fn raised_notice_stops_dev_too() {
    for place in Place::of_each_provider() {
        let rule = "breaks-new-application-before-deploy";
        let (project, database) = project(place, &format!("[levels]\n{rule} = \"gate\"\n"));
        project.write_schema(USERS_WITHOUT_CODE);
        project.succeed(&database, &["migrate", "dev", "--name", "first", "--allow", rule]);
        project.write_schema(USERS);
        let dev = ["migrate", "dev", "--name", "second"];
        project.run(&database, &dev).expect(1, &["accept with --allow breaks-new-application"]);
        assert_eq!(project.migration_names().len(), 1);
        project.succeed(&database, &[&dev[..], &["--allow", rule]].concat());
    }
}

#[test]
fn limits_of_locks_and_statements_hold() {
    let place = Place::Postgres(server::newest());
    let (project, database) =
        project(place, "[timeouts]\nlock = \"100ms\"\nstatement = \"300ms\"\n");
    write(&project, &database, 1, USERS_WITHOUT_CODE);
    project.succeed(&database, &DEPLOY);
    let name = write(&project, &database, 2, USERS);
    let mut reader = database.connect();
    reader.execute("BEGIN; SELECT * FROM users").unwrap();
    let once = [&DEPLOY[..], &["--lock-tries", "1"]].concat();
    project.run(&database, &once).expect(3, &["error[lock-timeout]"]);
    reader.execute("ROLLBACK").unwrap();

    let file = project.migrations().join(&name).join("migration.sql");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}\nDO $$ BEGIN PERFORM pg_sleep(600); END $$;\n")).unwrap();
    project.succeed(&database, &["migrate", "seal", &name]);
    let hand = [&DEPLOY[..], &["--allow", "hand-edited-sql"]].concat();
    project.run(&database, &hand).expect(3, &["error[statement-cancelled]", "statement timeout"]);
    // A directive of the file counts before the configuration.
    fs::write(
        &file,
        format!(
            "-- comon: timeout statement=1h\n{text}\nDO $$ BEGIN PERFORM pg_sleep(0.6); END $$;\n"
        ),
    )
    .unwrap();
    project.succeed(&database, &["migrate", "seal", &name]);
    project.run(&database, &hand).expect(0, &["Applied 1 migration"]);
}

#[test]
fn another_deploy_is_waited_for_as_long_as_configured() {
    let place = Place::Sqlite;
    let (project, database) = project(place, "[timeouts]\nwait = \"10ms\"\n");
    write(&project, &database, 1, USERS);
    let lock = format!("{}.comon-lock", database.file().unwrap().display());
    let held = fs::File::create(lock).unwrap();
    held.lock().unwrap();
    project.run(&database, &DEPLOY).expect(4, &["Waited 0 s."]);
    held.unlock().unwrap();
    project.succeed(&database, &DEPLOY);
}

#[test]
fn oldest_server_stands_in_the_files_and_is_asked_of_the_database() {
    for (place, version) in [(Place::Sqlite, "3.40"), (Place::Postgres(server::newest()), "99")] {
        let (project, database) = project(place, &format!("target_version = \"{version}\"\n"));
        let name = write(&project, &database, 1, USERS);
        let metadata = project.migrations().join(&name).join("metadata.txt");
        let text = fs::read_to_string(metadata).unwrap();
        assert!(text.contains(&format!("target_version={version}\n")), "{text}");

        configure(&project, "target_version = \"1.0\"\n");
        project.write_schema(USERS_WITHOUT_CODE);
        let dev = ["migrate", "dev", "--create-only", "--name", "20240101000002_step"];
        project.run(&database, &dev).expect(2, &["error[unsupported-target-version]"]);
        assert_eq!(project.migration_names(), [name]);
    }
}

#[test]
fn server_that_is_too_old_is_told_by_whoever_looks_and_refused_before_anything_happens() {
    let place = Place::Postgres(server::newest());
    let (project, database) = project(place, "target_version = \"99\"\n");
    let name = write(&project, &database, 1, USERS);
    let words = format!("{name} is for PostgreSQL 99.0 or later, and this is ");
    let status = project.run(&database, &["migrate", "status"]);
    status.expect(1, &["deploy would refuse: ", &words, "Upgrade the server"]);
    let preflight = project.run(&database, &["migrate", "preflight"]);
    preflight.expect(1, &["deploy would fail: 1 thing in its way", &words]);
    let dry = project.run(&database, &["migrate", "deploy", "--dry-run"]);
    dry.expect(1, &["error[server-too-old]", &words]);
    project.run(&database, &DEPLOY).expect(1, &["error[server-too-old]", &words]);
    let tables = "SELECT count(*)::text FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(database.connect().text(tables), "0");
}

#[test]
fn default_by_a_function_that_the_server_lacks_is_refused_unless_there_is_one() {
    let oldest = *server::all().last().unwrap();
    assert!(oldest.major < 18, "PostgreSQL {} has every function", oldest.major);
    let (project, database) = project(Place::Postgres(oldest), "");
    let sorted = "model User {\n  id String @id @default(dbgenerated(\"uuidv7()\")) @db.Uuid\n}\n";
    let name = write(&project, &database, 1, sorted);
    let words = format!(
        "{name} gives User.id a default that calls uuidv7(), which PostgreSQL has from 18 on"
    );
    let status = project.run(&database, &["migrate", "status"]);
    status.expect(1, &["deploy would refuse: ", &words, "create a function uuidv7()"]);
    let preflight = project.run(&database, &["migrate", "preflight"]);
    preflight.expect(1, &["deploy would fail: 1 thing in its way", &words]);
    project.run(&database, &DEPLOY).expect(1, &["error[server-too-old]", &words]);
    let mut connection = database.connect();
    let tables = "SELECT count(*)::text FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(connection.text(tables), "0");

    let own = "CREATE FUNCTION uuidv7() RETURNS uuid LANGUAGE sql AS 'SELECT gen_random_uuid()'";
    connection.execute(own).unwrap();
    project.succeed(&database, &DEPLOY);
}

#[test]
fn generate_runs_the_configured_command_and_so_does_dev() {
    let config = "[generate]\ncommand = \"echo said; echo x >> generated.txt\"\n";
    let (project, database) = project(Place::Sqlite, config);
    let generated = || {
        let text = fs::read_to_string(project.path().join("generated.txt")).unwrap_or_default();
        text.lines().count()
    };
    project.write_schema(USERS);
    let (_, document) = project.json(&database, &["migrate", "dev", "--name", "first"]);
    assert_eq!(document["generated"], "echo said; echo x >> generated.txt");
    assert_eq!(generated(), 1);
    project.succeed(&database, &["generate"]).expect(0, &["Generated by echo said"]);
    assert_eq!(generated(), 2);
    project.write_schema(USERS_WITHOUT_CODE);
    let dev = ["migrate", "dev", "--name", "second", "--allow-warnings"];
    project.succeed(&database, &dev);
    assert_eq!(generated(), 3);
    // A refusal changes nothing, so there is nothing to generate.
    project.write_schema("model User {\n  id Int @id\n  x Int\n  @@map(\"users\")\n}\n");
    let dev = ["migrate", "dev", "--name", "third"];
    project.run(&database, &dev).expect(1, &["add-required-column"]);
    assert_eq!(generated(), 3);

    configure(&project, "[generate]\ncommand = \"exit 7\"\n");
    project
        .run(&database, &[&dev[..], &["--allow-warnings"]].concat())
        .expect(3, &["error[generate-failed]", "ended with exit code 7", "Before it, and done: "]);
}

#[test]
fn committed_acceptance_counts_only_where_it_is_configured() {
    for place in Place::of_each_provider() {
        let (project, database) = project(place, "");
        write(&project, &database, 1, USERS);
        project.succeed(&database, &DEPLOY);
        let name = write(&project, &database, 2, USERS_WITHOUT_CODE);
        let metadata = project.migrations().join(&name).join("metadata.txt");
        let text = fs::read_to_string(&metadata).unwrap();
        let line = "accept.1=drop-column:users.code by ada@blog: codes moved to accounts\n";
        fs::write(&metadata, format!("{text}{line}")).unwrap();

        project.run(&database, &DEPLOY).expect(1, &["1 open warning"]);
        configure(&project, "acceptance = \"committed\"\n");
        let said = "accept.1 of metadata.txt, by ada@blog: codes moved to accounts";
        let (code, document) = project.json(&database, &DEPLOY);
        assert_eq!(code, 0, "{document}");
        assert_eq!(document["acceptedWarnings"][0]["by"], said);
        let recorded = database
            .connect()
            .text("SELECT accepted_warnings FROM _comon_orm_migrations WHERE name LIKE '%2_step'");
        assert!(recorded.contains(said), "{recorded}");
    }
}

#[test]
fn acceptance_of_another_subject_or_without_a_reason_counts_for_nothing() {
    let (project, database) = project(Place::Sqlite, "acceptance = \"committed\"\n");
    write(&project, &database, 1, USERS);
    project.succeed(&database, &DEPLOY);
    let name = write(&project, &database, 2, USERS_WITHOUT_CODE);
    let metadata = project.migrations().join(&name).join("metadata.txt");
    let text = fs::read_to_string(&metadata).unwrap();
    for line in [
        "accept.1=drop-column:users.id by ada: why not",
        "accept.1=drop-column by ada: all of them",
        "accept.1=drop-column:users.code by ada",
        "accept.1=drop-column:users.code: because",
    ] {
        fs::write(&metadata, format!("{text}{line}\n")).unwrap();
        project
            .run(&database, &DEPLOY)
            .expect(1, &["1 open warning", "--allow drop-column:users.code"]);
    }
}

#[test]
fn unknown_key_is_an_error_of_every_command() {
    let (project, database) = project(Place::Sqlite, "external = []\naceptance = \"flags\"\n");
    project.write_schema(USERS);
    for command in [&["check"][..], &STATUS, &["review"], &["generate"]] {
        project.run(&database, command).expect(
            2,
            &["comon.toml:2 has an unknown key `aceptance`", "Did you mean `acceptance`?"],
        );
    }
}
