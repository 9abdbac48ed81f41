//! What a deploy owes to what stands around it: settings of the server, schemas that the project leaves, files
//! that somebody took away, an output that takes nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::project::{Project, URL_VARIABLE};
use comon_tests::server;
use std::fs;
use std::process::Stdio;

const DEPLOY: [&str; 2] = ["migrate", "deploy"];
const STATUS: [&str; 2] = ["migrate", "status"];

fn project(place: Place) -> (Project, TestDatabase) {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
    (project, TestDatabase::create(place))
}

fn create_only(project: &Project, database: &TestDatabase, name: &str) {
    project.succeed(database, &["migrate", "dev", "--create-only", "--name", name]);
}

#[test]
fn settings_of_a_server_change_neither_values_nor_what_is_read_back() {
    let (project, database) = project(Place::Postgres(server::newest()));
    let name = database.connect().text("SELECT current_database()");
    for setting in [
        "bytea_output = 'escape'",
        "extra_float_digits = 0",
        "quote_all_identifiers = on",
        "array_nulls = off",
        "transaction_timeout = '500ms'",
    ] {
        database.connect().execute(&format!("ALTER DATABASE {name} SET {setting}")).unwrap();
    }
    let models = |kind: &str| {
        format!(
            "model T {{\n  id Int @id @default(autoincrement())\n  b Bytes @default(\"AAH/\")\n  f {kind}\n  \
             u String @default(dbgenerated(\"gen_random_uuid()\")) @db.Uuid\n}}\n"
        )
    };
    project.write_schema(&models("Float"));
    project.succeed(&database, &["migrate", "dev", "--name", "init"]);
    let own = "SET transaction_timeout = 0; INSERT INTO \"T\" (f) VALUES (0.30000000000000004)";
    database.connect().execute(own).unwrap();
    project.write_schema(&models("String"));
    create_only(&project, &database, "text");
    let folder = project.migration("_text");
    let mut sql = fs::read_to_string(folder.join("migration.sql")).unwrap();
    sql.push_str("\nSELECT pg_sleep(1);\n");
    fs::write(folder.join("migration.sql"), sql).unwrap();
    project.succeed(&database, &["migrate", "seal", folder.file_name().unwrap().to_str().unwrap()]);
    project.succeed(&database, &["migrate", "deploy", "--allow", "hand-edited-sql"]);
    let text = "SET transaction_timeout = 0; SELECT f FROM \"T\"";
    assert_eq!(database.connect().text(text), "0.30000000000000004");
    project.run(&database, &STATUS).expect(0, &["Up to date: 2 migrations applied."]);
}

#[test]
fn tables_of_a_schema_that_the_project_leaves_are_seen_until_they_are_gone() {
    let (project, database) = project(Place::Postgres(server::newest()));
    let schema = |listed: &str, models: &str| {
        let text = format!(
            "datasource db {{\n  provider = \"postgresql\"\n  url      = env(\"{URL_VARIABLE}\")\n  schemas  = [{listed}]\n}}\n\ngenerator client {{\n  \
             provider        = \"prisma-client-js\"\n  previewFeatures = [\"multiSchema\"]\n}}\n\n{models}"
        );
        fs::write(project.path().join("prisma/schema.prisma"), text).unwrap();
    };
    let kept = "model U {\n  id Int @id\n\n  @@schema(\"public\")\n}\n\n";
    let going = "model V {\n  id Int @id\n\n  @@schema(\"shop\")\n}\n\n";
    let moving = |to: &str| format!("model W {{\n  id Int @id\n\n  @@schema(\"{to}\")\n}}\n");
    schema("\"public\", \"shop\"", &format!("{kept}{going}{}", moving("shop")));
    project.succeed(&database, &["migrate", "dev", "--name", "init"]);
    database.connect().execute("INSERT INTO shop.\"W\" VALUES (7)").unwrap();
    schema("\"public\"", &format!("{kept}{}", moving("public")));
    let leave = ["migrate", "dev", "--name", "leave", "--allow", "drop-table:shop.V"];
    project.succeed(&database, &leave);
    assert_eq!(database.connect().text("SELECT id::text FROM \"W\""), "7");
    project.run(&database, &STATUS).expect(0, &["Up to date: 2 migrations applied."]);
    // What others do there is theirs from now on.
    database.connect().execute("CREATE TABLE shop.theirs (id int)").unwrap();
    project.run(&database, &STATUS).expect(0, &["Up to date: 2 migrations applied."]);
    project.succeed(&database, &["migrate", "rollback", "--allow-warnings"]);
    assert_eq!(database.connect().text("SELECT id::text FROM shop.\"W\""), "7");
}

#[test]
fn schema_that_the_role_may_not_use_is_named_and_not_taken_for_an_empty_one() {
    let (project, database) = project(Place::Postgres(server::newest()));
    project.write_schema("model T {\n  id Int @id\n}\n");
    project.succeed(&database, &["migrate", "dev", "--name", "init"]);
    let name = database.connect().text("SELECT current_database()");
    let role = format!("outside_{name}");
    let grant = format!(
        "CREATE ROLE {role} LOGIN PASSWORD 'pw'; GRANT ALL ON DATABASE {name} TO {role}; \
         REVOKE ALL ON SCHEMA public FROM PUBLIC"
    );
    database.connect().execute(&grant).unwrap();
    let plain = database.url();
    let address = plain.rsplit('@').next().unwrap();
    let outcome = project.run_with(&format!("postgresql://{role}:pw@{address}"), &STATUS);
    outcome.expect(
        3,
        &["error[permission-denied]", "may not use the schema", "GRANT USAGE ON SCHEMA"],
    );
}

#[test]
fn directory_that_lost_its_metadata_is_refused() {
    for place in Place::of_each_provider() {
        let (project, database) = project(place);
        project.write_schema("model T {\n  id Int @id\n}\n");
        create_only(&project, &database, "one");
        project.write_schema("model T {\n  id Int @id\n  b Int?\n}\n");
        create_only(&project, &database, "two");
        let folder = project.migration("_two");
        let mut sql = fs::read_to_string(folder.join("migration.sql")).unwrap();
        sql.push_str("\nDELETE FROM \"T\";\n");
        fs::write(folder.join("migration.sql"), sql).unwrap();
        let metadata = fs::read_to_string(folder.join("metadata.txt")).unwrap();
        fs::remove_file(folder.join("metadata.txt")).unwrap();
        let refused = project.run(&database, &DEPLOY);
        refused.expect(1, &["invalid-local-artifacts", "metadata.txt: it is missing"]);
        let name = folder.file_name().unwrap().to_str().unwrap();
        project.run(&database, &["review", name]).expect(1, &["metadata.txt: it is missing"]);
        // With all that tells comon's from comon_orm's taken away, the rows still count.
        let ours = ["format_version", "planner_version", "seal", "checksum", "target_version"];
        let lines = metadata.lines().filter(|line| !ours.iter().any(|key| line.starts_with(key)));
        let stripped: String = lines.map(|line| format!("{line}\n")).collect();
        fs::write(folder.join("metadata.txt"), stripped).unwrap();
        let gated = project.run(&database, &DEPLOY);
        gated.expect(1, &["written-data-statement", "deletes rows of"]);
    }
}

#[test]
fn migrations_folder_that_is_not_there_is_no_empty_one() {
    let (project, database) = project(Place::Sqlite);
    project.write_schema("model T {\n  id Int @id\n}\n");
    for command in [&DEPLOY[..], &STATUS, &["migrate", "preflight"]] {
        let outcome = project.run(&database, &[command, &["--migrations", "nowhere"]].concat());
        outcome.expect(2, &["error[missing-migrations]", "nowhere does not exist"]);
    }
    fs::create_dir_all(project.path().join("empty")).unwrap();
    let outcome = project.run(&database, &[&DEPLOY[..], &["--migrations", "empty"]].concat());
    outcome.expect(0, &["Nothing to do: there are no migrations."]);
}

#[test]
fn history_is_recorded_in_order_only() {
    for place in Place::of_each_provider() {
        let (project, database) = project(place);
        let mut fields = "  id Int @id\n".to_owned();
        for name in ["one", "two", "three"] {
            fields.push_str(&format!("  {name} Int?\n"));
            project.write_schema(&format!("model T {{\n{fields}}}\n"));
            create_only(&project, &database, name);
        }
        let names = project.migration_names();
        let record =
            |name: &str| project.run(&database, &["migrate", "resolve", "--applied", name]);
        record(&names[1]).expect(1, &["out-of-order", &format!("{} comes before", names[0])]);
        record(&names[0]).expect(0, &["Recorded"]);
        record(&names[1]).expect(0, &["Recorded"]);
        let back = ["migrate", "resolve", "--rolled-back", &names[0]];
        project.run(&database, &back).expect(0, &["Recorded"]);
        record(&names[0]).expect(1, &["out-of-order", &format!("{} comes after", names[1])]);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_takes_nothing_is_told() {
    let (project, database) = project(Place::Sqlite);
    project.write_schema("model T {\n  id Int @id\n}\n");
    create_only(&project, &database, "one");
    for arguments in [&["migrate", "deploy", "--json"][..], &STATUS, &["check", "--json"]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = project.command(&database.url(), arguments);
        let output = command.stdout(full).stderr(Stdio::piped()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(3), "{arguments:?}: {said}");
        assert!(said.contains("cannot-write-output"), "{arguments:?}: {said}");
    }
    project.run(&database, &STATUS).expect(0, &["Up to date: 1 migration applied."]);
}
