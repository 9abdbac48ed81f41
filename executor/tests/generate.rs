//! `comon generate --check`: whether what the generator blocks ask for is run by anything here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::project::Project;
use std::fs;

#[test]
fn check_runs_nothing_and_exits_1_where_no_command_is_named() {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), Place::Sqlite.provider());
    let database = TestDatabase::create(Place::Sqlite);
    let check = ["generate", "--check"];
    project.write_schema("model A {\n  id Int @id\n}\n");
    project.run(&database, &check).expect(0, &["no generator block"]);
    let client =
        "generator client {\n  provider = \"prisma-client-js\"\n}\n\nmodel A {\n  id Int @id\n}\n";
    project.write_schema(client);
    let asked = project.run(&database, &check);
    asked.expect(1, &["names no command", "client (prisma-client-js): run npx prisma generate"]);
    let config = project.path().join("prisma/comon.toml");
    fs::write(config, "[generate]\ncommand = \"touch ran\"\n").unwrap();
    project.run(&database, &check).expect(0, &["comon.toml names the command: touch ran."]);
    assert!(!project.path().join("prisma/ran").exists());
    project.succeed(&database, &["generate"]);
    assert!(project.path().join("prisma/ran").exists());
}
