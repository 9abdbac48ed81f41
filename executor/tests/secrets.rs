//! No output holds the password of a database URL: not text, not JSON, not logs, not the history, not
//! the files; encrypted connections are verified against the roots that the URL names; and names that
//! would break out of their quotes do not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::project::{Outcome, Project};
use comon_tests::server;
use comon_tests::tls;
use planner_core::provider::Provider;
use std::fs;

const STATUS: [&str; 2] = ["migrate", "status"];
const DEPLOY: [&str; 2] = ["migrate", "deploy"];

const USERS: &str = "model User {
  id   Int     @id
  code String?
  @@map(\"users\")
}
";

/// Odd in every way that a URL, a shell and a log could stumble over.
const PASSWORD: &str = "Tr0ub4dor&3 @/:?#%'\"$x";
const ENCODED: &str = "Tr0ub4dor%263%20%40%2F%3A%3F%23%25%27%22%24x";

/// What would be left of it where only a part were masked.
const PARTS: [&str; 4] = ["Tr0ub4dor", "dor&3", "%2F%3A%3F", "@/:?#"];

fn holds_no_secret(outcome: &Outcome) {
    for part in PARTS {
        assert!(!outcome.text().contains(part), "`{part}` is shown\n{outcome}");
    }
}

#[test]
fn password_is_in_no_output_log_history_or_file() {
    let place = Place::Postgres(server::newest());
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
    let database = TestDatabase::create(place);
    let name = database.connect().text("SELECT current_database()");
    let role = format!("secret_{name}");
    let quoted = PASSWORD.replace('\'', "''");
    database
        .connect()
        .execute(&format!(
            "CREATE ROLE {role} LOGIN PASSWORD '{quoted}'; GRANT ALL ON DATABASE {name} TO {role}; \
             GRANT ALL ON SCHEMA public TO {role}"
        ))
        .unwrap();
    let plain = database.url();
    let address = plain.rsplit('@').next().unwrap().to_owned();
    let good = format!("postgresql://{role}:{ENCODED}@{address}");
    project.write_schema(USERS);
    let logs = [("RUST_LOG", "trace")];
    let run = |url: &str, arguments: &[&str]| {
        let json = [arguments, &["--json"]].concat();
        holds_no_secret(&project.run_in(url, &logs, &json));
        // In text, and where the URL is typed, and so would be repeated.
        let typed = [arguments, &["--url", url]].concat();
        let outcome = project.run_in("", &logs, &typed);
        assert!(!outcome.text().contains(ENCODED), "{outcome}");
        holds_no_secret(&outcome);
        outcome
    };
    for arguments in [
        &["migrate", "dev", "--name", "20240101000001_first"][..],
        &["migrate", "dev", "--create-only", "--name", "20240101000001_first"],
        &DEPLOY,
        &STATUS,
        &["migrate", "preflight"],
        &["history"],
        &["db", "pull", "--print"],
        &["db", "push"],
        &["migrate", "diff", "--from-empty", "--to-database"],
        &["migrate", "deploy", "--dry-run"],
    ] {
        run(&good, arguments);
    }
    project.write_schema(&USERS.replace("  code String?\n", ""));
    // A refusal repeats the command that was typed.
    run(&good, &["migrate", "dev", "--name", "20240101000002_second"]);
    let bad = [
        format!("postgresql://nobody:{ENCODED}@{address}"),
        format!("postgresql://{role}:{ENCODED}@127.0.0.1:1/{name}"),
        format!("postgresql://{role}:{ENCODED}@{}", address.replace(&name, "no_such_database")),
        format!("postgresql://{role}:{ENCODED}@{address}?sslmode=verify-full"),
        format!("postgresql://{role}:{ENCODED}@{address}?connect_timeout=soon"),
        format!("postgresql://{role}:{ENCODED}@{address}?sslmod=require"),
        format!("postgresql://{role}:{PASSWORD}@{address}"),
        format!("mysql://{role}:{ENCODED}@{address}"),
    ];
    for url in &bad {
        let outcome = run(url, &STATUS);
        assert_ne!(outcome.code, 0, "{outcome}");
    }
    // What the database keeps, and what is committed.
    let rows = database
        .connect()
        .rows("SELECT to_jsonb(m)::text FROM _comon_orm_migrations m")
        .unwrap_or_default();
    let mut kept = vec![format!("{rows:?}")];
    for name in project.migration_names() {
        for file in fs::read_dir(project.migrations().join(name)).unwrap() {
            kept.push(fs::read_to_string(file.unwrap().path()).unwrap());
        }
    }
    assert!(kept.len() > 5);
    for text in &kept {
        assert!(PARTS.iter().all(|part| !text.contains(part)), "{text}");
    }
}

#[test]
fn env_file_that_cannot_be_read_does_not_show_its_lines() {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), Place::Sqlite.provider());
    let datasource =
        "datasource db {\n  provider = \"postgresql\"\n  url = env(\"OTHER_URL\")\n}\n";
    fs::write(project.path().join("prisma/schema.prisma"), format!("{datasource}{USERS}")).unwrap();
    let line = format!("X Y Z '{PASSWORD}\nOTHER_URL=\"postgresql://a:{ENCODED}@h/d\n");
    fs::write(project.path().join(".env"), line).unwrap();
    let outcome = project.run_in("", &[("RUST_LOG", "trace")], &STATUS);
    outcome.expect(2, &["error[unreadable-env-file]"]);
    holds_no_secret(&outcome);
}

#[test]
fn url_in_a_schema_or_in_a_wrong_place_is_shown_without_its_password() {
    let url = format!("postgresql://app:{ENCODED}@db.example:5432/shop");
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), Provider::Postgresql);
    let schema = |line: &str| {
        let text =
            format!("datasource db {{\n  provider = \"postgresql\"\n  {line}\n}}\n\n{USERS}");
        fs::write(project.path().join("prisma/schema.prisma"), text).unwrap();
    };
    for line in [
        format!("url = \"{url}\""),
        format!("url      =     \"{url}\" @foo"),
        format!("urls = \"{url}\""),
        format!("url = \"{url}"),
        format!("url = env(\"X\", \"{url}\")"),
        format!("url = [\"{url}\"]"),
        format!("url = \"{url}\"\n  url = \"{url}\""),
    ] {
        schema(&line);
        for arguments in [
            &["check"][..],
            &["check", "--json"],
            &["format", "--check"],
            &["migrate", "dev", "--create-only", "--name", "a"],
            &["migrate", "status", "--json"],
            &["migrate", "diff", "--from-empty", "--to-schema", "prisma/schema.prisma"],
            &["generate"],
        ] {
            holds_no_secret(&project.run_in("", &[], arguments));
        }
    }
    schema("");
    for arguments in [
        &["migrate", "status", "--url-env", &url][..],
        &["migrate", "status", "--schema", &url],
        &["migrate", "deploy", "--expect", &url],
        &["migrate", "deploy", "--to", &url, "--url", "file:a.db"],
    ] {
        holds_no_secret(&project.run_in("", &[], arguments));
        holds_no_secret(&project.run_in("", &[], &[arguments, &["--json"]].concat()));
    }
}

#[test]
fn encrypted_connections_are_verified_against_the_named_roots() {
    let secured = tls::secured();
    let project =
        Project::new(env!("CARGO_BIN_EXE_comon"), Place::Postgres(secured.server).provider());
    project.write_schema(USERS);
    let url = |host: &str, parameters: &str| {
        let url = secured.server.url("secured").replace("127.0.0.1", host);
        format!("{url}?{parameters}")
    };
    let authority = secured.authority.to_string_lossy();
    let stranger = secured.stranger.to_string_lossy();
    let full = url("localhost", &format!("sslmode=verify-full&sslrootcert={authority}"));
    let create = ["migrate", "deploy", "--create-database"];
    project.run_with(&full, &["migrate", "dev", "--create-only", "--name", "first"]).expect(0, &[]);
    project.run_with(&full, &create).expect(0, &["Applied 1 migration"]);
    project.run_with(&full, &STATUS).expect(0, &["Up to date"]);
    // The name of the certificate counts in full, and only there.
    let by_address =
        |mode: &str| url("127.0.0.1", &format!("sslmode={mode}&sslrootcert={authority}"));
    project.run_with(&by_address("verify-ca"), &STATUS).expect(0, &["Up to date"]);
    project.run_with(&by_address("verify-full"), &STATUS).expect(3, &["error[tls-failed]"]);
    for parameters in [
        format!("sslmode=verify-full&sslrootcert={stranger}"),
        // The system's own roots do not know the authority.
        "sslmode=verify-full".to_owned(),
    ] {
        let refused = project.run_with(&url("localhost", &parameters), &STATUS);
        refused.expect(3, &["error[tls-failed]", "No encrypted connection"]);
    }
    let plain = project.run_with(&url("localhost", "sslmode=disable"), &STATUS);
    assert_eq!(plain.code, 3, "the server takes encrypted connections alone\n{plain}");
}

/// Names that end quotes, comments and statements, and look like others.
const HOSTILE: &str = r#"model Evil {
  id    Int      @id @map("id\"; DROP TABLE victim; --")
  text  String?  @map("a'b\\c $$ %s")
  up    Int?     @map("SELECT")
  other Int      @default(0) @map("ünïcödé 名 . x")
  kids  Victim[]

  @@index([text, up], map: "ix \" ; /* */")
  @@map("evil\"; DROP TABLE victim; --")
}

model Victim {
  id     Int   @id
  evilId Int?  @map("evil \"id\"")
  evil   Evil? @relation(fields: [evilId], references: [id], map: "fk '\";--")

  @@map("victim")
}
"#;

#[test]
fn hostile_names_stay_names() {
    for place in Place::of_each_provider() {
        let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
        let database = TestDatabase::create(place);
        let hostile = match place {
            Place::Postgres(_) => HOSTILE.to_owned(),
            // There foreign keys have no names.
            Place::Sqlite => HOSTILE.replace(", map: \"fk '\\\";--\"", ""),
        };
        project.write_schema(&hostile);
        project.succeed(&database, &["migrate", "dev", "--name", "first"]);
        let mut connection = database.connect();
        connection.execute("INSERT INTO victim (id) VALUES (1)").unwrap();
        for command in [&STATUS[..], &["migrate", "preflight"], &["db", "pull", "--print"]] {
            project.succeed(&database, command);
        }
        let changed = hostile
            .replace("  up    Int?     @map(\"SELECT\")\n", "")
            .replace("[text, up]", "[text]")
            .replace(
                "other Int      @default(0)",
                "other String  @default(\"0'; DROP TABLE victim; --\")",
            );
        project.write_schema(&changed);
        let dev = ["migrate", "dev", "--name", "second"];
        let refused = project.run(&database, &dev);
        refused.expect(1, &["drop-column"]);
        // The flags that it names are for a shell, and accept exactly what they are shown with.
        let (_, document) = project.json(&database, &dev);
        let open = document["openWarnings"].as_array().unwrap();
        let script: Vec<&str> = open.iter().map(|each| each["flag"].as_str().unwrap()).collect();
        let output = std::process::Command::new("sh")
            .arg("-c")
            .arg(format!("printf '%s\\n' {}", script.join(" ")))
            .output()
            .unwrap();
        let words = String::from_utf8(output.stdout).unwrap();
        let flags: Vec<&str> = words.lines().collect();
        project.succeed(&database, &[&dev[..], &flags].concat());
        assert_eq!(connection.text("SELECT CAST(id AS TEXT) FROM victim"), "1");
        project.run(&database, &STATUS).expect(0, &["Up to date: 2 migrations"]);
    }
}

#[test]
fn logs_name_each_migration_and_step_and_no_statement() {
    for place in Place::of_each_provider() {
        let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
        let database = TestDatabase::create(place);
        project.write_schema(&USERS.replace("code String?", "code String @default(\"private\")"));
        let create = ["migrate", "dev", "--create-only", "--name", "20240101000001_first"];
        project.succeed(&database, &create);
        let quiet = project.run_in(&database.url(), &[], &STATUS);
        assert_eq!(quiet.stderr, "", "nothing is logged unless asked for\n{quiet}");
        let json = [&DEPLOY[..], &["--json"]].concat();
        let outcome = project.run_in(&database.url(), &[("RUST_LOG", "executor=info")], &json);
        assert_eq!(outcome.code, 0, "{outcome}");
        let steps = outcome.stderr.lines().filter(|line| line.contains("step{number=1")).count();
        assert!(steps > 0, "{outcome}");
        assert!(outcome.stderr.contains("migration{name=\"20240101000001_first\""), "{outcome}");
        assert!(!outcome.stderr.contains("private"), "{outcome}");
        // Standard output stays one document.
        assert_eq!(outcome.document()["exitCode"], 0);
    }
}
