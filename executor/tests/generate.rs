//! `comon generate` in projects: what is written where, what is stale, and what is refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::json_schema;
use comon_tests::project::Project;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

const MODELS: &str = "enum Role {\n  user\n  admin\n}\n\nmodel User {\n  id Int @id \
                      @default(autoincrement())\n  email String @unique\n  role Role @default(user)\n  \
                      posts Post[]\n}\n\nmodel Post {\n  id String @id @default(cuid())\n  userId Int\n  \
                      user User @relation(fields: [userId], references: [id])\n}\n";

fn project() -> (Project, TestDatabase) {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), Place::Sqlite.provider());
    fs::write(project.path().join("package.json"), "{}").unwrap();
    (project, TestDatabase::create(Place::Sqlite))
}

fn generator(name: &str, provider: &str, output: &str) -> String {
    format!("generator {name} {{\n  provider = \"{provider}\"\n  output = \"{output}\"\n}}\n\n")
}

/// A program of the project.
fn program(project: &Project, name: &str, text: &str) {
    let path = project.path().join("prisma").join(name);
    fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn files_are_written_checked_and_taken_away_again() {
    let (project, database) = project();
    let blocks = generator("client", "comon-rust", "../src/db")
        + &generator("web", "comon-typescript", "../web/models.ts");
    project.write_schema(&format!("{blocks}{MODELS}"));
    let check = ["generate", "--check"];
    project.run(&database, &check).expect(
        1,
        &["5 generated files are not up to date.", "missing   src/db/mod.rs", "comon generate"],
    );
    assert!(!project.path().join("src").exists(), "--check writes nothing");
    project.succeed(&database, &["generate"]).expect(0, &["Wrote 5 generated files."]);
    let folder = project.path().join("src/db");
    assert_eq!(names_in(&folder), ["enums.rs", "mod.rs", "post.rs", "user.rs"]);
    project.run(&database, &check).expect(0, &["Everything generated is up to date."]);
    project.succeed(&database, &["generate"]).expect(0, &["Everything generated is up to date."]);

    fs::write(folder.join("own.rs"), "// Written by hand.\n").unwrap();
    let user = fs::read_to_string(folder.join("user.rs")).unwrap();
    fs::write(folder.join("user.rs"), user.replace("email", "mail")).unwrap();
    let without_post = MODELS.split("model Post").next().unwrap().replace("  posts Post[]\n", "");
    project.write_schema(&format!("{blocks}{without_post}"));
    let (code, stale) = project.json(&database, &check);
    assert_eq!(code, 1);
    let was: Vec<_> = stale["files"].as_array().unwrap().iter().map(|file| &file["was"]).collect();
    assert_eq!(was, ["changed", "changed", "left over", "changed"], "{stale}");
    project.succeed(&database, &["generate"]);
    assert_eq!(names_in(&folder), ["enums.rs", "mod.rs", "own.rs", "user.rs"]);
    project.run(&database, &check).expect(0, &["up to date"]);
}

#[test]
fn dev_refreshes_and_no_generate_does_not() {
    let (project, database) = project();
    let block = generator("client", "comon-rust", "../client.rs");
    project.write_schema(&format!("{block}{MODELS}"));
    let client = project.path().join("client.rs");
    let quiet = ["migrate", "dev", "--name", "first", "--no-generate"];
    project.succeed(&database, &quiet).expect(0, &["as it was: comon generate"]);
    assert!(!client.exists());
    project.write_schema(&format!("{block}{}", MODELS.replace("email ", "mail ")));
    let dev = ["migrate", "dev", "--name", "second", "--rename", "User.email=User.mail"];
    project.succeed(&database, &dev).expect(0, &["Wrote 1 generated file."]);
    assert!(fs::read_to_string(&client).unwrap().contains("pub mail: String"));
    // A push runs no generator.
    project.write_schema(&format!("{block}{MODELS}"));
    let push = ["db", "push", "--allow-warnings"];
    project.succeed(&database, &push).expect(0, &["as it was: comon generate"]);
    assert!(fs::read_to_string(&client).unwrap().contains("pub mail: String"));
}

#[test]
fn nothing_leaves_the_project_and_nobodys_file_is_overwritten() {
    let (project, database) = project();
    let outside = generator("client", "comon-rust", "../../elsewhere.rs");
    project.write_schema(&format!("{outside}{MODELS}"));
    project
        .run(&database, &["generate"])
        .expect(1, &["error[output-outside]", "outside of the project", "Correct output"]);
    std::os::unix::fs::symlink("/tmp", project.path().join("away")).unwrap();
    let linked = generator("client", "comon-rust", "../away/comon-elsewhere.rs");
    project.write_schema(&format!("{linked}{MODELS}"));
    project.run(&database, &["generate"]).expect(1, &["error[output-outside]"]);
    assert!(!Path::new("/tmp/comon-elsewhere.rs").exists());

    let own = project.path().join("own.rs");
    fs::write(&own, "fn main() {}\n").unwrap();
    project.write_schema(&format!("{}{MODELS}", generator("client", "comon-rust", "../own.rs")));
    project
        .run(&database, &["generate"])
        .expect(1, &["error[output-taken]", "which comon did not write", "Move that file away"]);
    assert_eq!(fs::read_to_string(own).unwrap(), "fn main() {}\n");
    project
        .write_schema(&format!("generator client {{\n  provider = \"comon-rust\"\n}}\n\n{MODELS}"));
    project
        .run(&database, &["generate"])
        .expect(2, &["error[missing-output]", "output = \"../src/client.rs\""]);
}

#[test]
fn names_that_become_one_are_refused_with_the_way_out() {
    let (project, database) = project();
    let models = "model user_role {\n  id Int @id\n  userId Int\n  user_id Int\n}\n\nmodel UserRole \
                  {\n  id Int @id\n}\n\nmodel type {\n  self Int @id\n  match String\n  größe Int\n}\n";
    let block = generator("client", "comon-rust", "../client.rs");
    project.write_schema(&format!("{block}{models}"));
    project.run(&database, &["generate"]).expect(
        2,
        &[
            "error[clashing-names]",
            "model UserRole: becomes user_role, as user_role does; rename one of them, the table stays with @@map.",
            "field of model user_role user_id: becomes user_id, as userId does; rename one of them, the column stays with @map.",
        ],
    );
    assert!(!project.path().join("client.rs").exists());
    let taken = "model Option {\n  id Int @id\n}\n\nenum Vec {\n  self\n}\n\nmodel B {\n  id Int @id\n  \
                 vec Vec\n}\n";
    project.write_schema(&format!("{block}{taken}"));
    project.run(&database, &["generate"]).expect(
        2,
        &[
            "type of model Option Option: Option is taken by Rust itself; rename it, the table stays with @@map.",
            "enum Vec: Vec is taken by Rust itself; rename it, the type stays with @@map.",
            "value of enum Vec self: Self is taken by Rust itself; rename it, what is stored stays with @map.",
        ],
    );
    let only_keywords = models.split("\n\n").last().unwrap();
    project.write_schema(&format!("{block}{only_keywords}"));
    project.succeed(&database, &["generate"]);
    let client = fs::read_to_string(project.path().join("client.rs")).unwrap();
    for expected in
        ["pub mod r#type {", "pub self_: i32,", "pub r#match: String,", "pub größe: i32,"]
    {
        assert!(client.contains(expected), "{expected}");
    }
}

#[test]
fn a_program_of_the_project_gets_the_schema_and_answers_files() {
    let (project, database) = project();
    let answer =
        "cat > request.json; printf '{\"files\":[{\"path\":\"a/b.txt\",\"content\":\"x\"}]}'";
    program(&project, "gen.sh", answer);
    let block = generator("own", "./gen.sh", "../out");
    project.write_schema(&format!("{block}{MODELS}"));
    project.succeed(&database, &["generate"]).expect(0, &["Wrote 1 generated file."]);
    assert_eq!(fs::read_to_string(project.path().join("out/a/b.txt")).unwrap(), "x");
    let request = fs::read_to_string(project.path().join("prisma/request.json")).unwrap();
    let request: serde_json::Value = serde_json::from_str(&request).unwrap();
    json_schema::assert_fits("generator.schema.json", &request);
    assert_eq!(request["generator"]["provider"], "./gen.sh");
    assert_eq!(request["models"][1]["fields"][2]["references"][0], "id");
    project.run(&database, &["generate", "--check"]).expect(0, &["up to date"]);

    // Named alone it is not run, unless comon.toml names it.
    project.write_schema(&format!("{}{MODELS}", generator("own", "gen-of-mine", "../out")));
    project.succeed(&database, &["generate"]).expect(0, &["Nothing was generated"]);
    let config = "[generate]\nprograms = [\"gen-of-mine\"]\n";
    fs::write(project.path().join("prisma/comon.toml"), config).unwrap();
    project
        .run(&database, &["generate"])
        .expect(3, &["error[generate-failed]", "gen-of-mine cannot be run"]);
}

#[test]
fn a_program_that_fails_is_named_with_what_it_said_and_nothing_is_written() {
    let (project, database) = project();
    let blocks =
        generator("client", "comon-rust", "../client.rs") + &generator("own", "./gen.sh", "../out");
    project.write_schema(&format!("{blocks}{MODELS}"));
    let failures = [
        ("echo no such template >&2; exit 3", "ended with exit code 3", "no such template"),
        ("echo hello", "answered no list of files", "docs/generate.md"),
        (
            "printf '{\"files\":[{\"path\":\"../../x\",\"content\":\"\"}]}'",
            "would write ../../x",
            "own",
        ),
        (
            "printf '{\"files\":[{\"path\":\"/tmp/x\",\"content\":\"\"}]}'",
            "would write /tmp/x",
            "own",
        ),
    ];
    for (text, words, more) in failures {
        program(&project, "gen.sh", text);
        let outcome = project.run(&database, &["generate"]);
        let code = if words.starts_with("would") { 1 } else { 3 };
        outcome.expect(code, &[words, more]);
        assert!(!project.path().join("client.rs").exists(), "{text}");
        assert!(!project.path().join("out").exists(), "{text}");
    }
    project.write_schema(&format!("{}{MODELS}", generator("own", "./none.sh", "../out")));
    project.run(&database, &["generate"]).expect(2, &["error[missing-generator]", "none.sh"]);
    project.write_schema(&format!("{}{MODELS}", generator("own", "../../../bin/sh", "../out")));
    let outside = project.run(&database, &["generate"]);
    assert!(outside.code == 1 || outside.code == 2, "{outside:?}");
}

#[test]
fn what_others_generate_is_named_or_done_by_the_configured_command() {
    let (project, database) = project();
    let check = ["generate", "--check"];
    project.write_schema("model A {\n  id Int @id\n}\n");
    project.run(&database, &check).expect(0, &["no generator block"]);
    let client =
        "generator client {\n  provider = \"prisma-client-js\"\n}\n\nmodel A {\n  id Int @id\n}\n";
    project.write_schema(client);
    let named =
        ["Nothing to check", "generator client (prisma-client-js): run npx prisma generate"];
    project.run(&database, &check).expect(0, &named);
    let config = project.path().join("prisma/comon.toml");
    fs::write(config, "[generate]\ncommand = \"touch ran\"\n").unwrap();
    project.run(&database, &check).expect(0, &["Nothing to check"]);
    assert!(!project.path().join("prisma/ran").exists());
    project.succeed(&database, &["generate"]);
    assert!(project.path().join("prisma/ran").exists());
}
