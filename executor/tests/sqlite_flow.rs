//! The main job on SQLite files, through the binary as people run it: dev, status, deploy, what
//! is refused and what is left behind.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A project in a folder of its own.
struct Project {
    folder: tempfile::TempDir,
}

const USERS: &str = r#"
model User {
  id         Int     @id @default(autoincrement())
  email      String  @unique
  legacyCode String? @map("legacy_code")

  @@map("users")
}
"#;

const USERS_WITHOUT_CODE: &str = r#"
model User {
  id    Int    @id @default(autoincrement())
  email String @unique

  @@map("users")
}
"#;

impl Project {
    fn new(models: &str) -> Self {
        let project = Self { folder: tempfile::tempdir().unwrap() };
        project.write_schema(models);
        project
    }

    fn write_schema(&self, models: &str) {
        let head = "datasource db {\n  provider = \"sqlite\"\n  url = \"file:dev.db\"\n}\n";
        std::fs::write(self.path("schema.prisma"), format!("{head}{models}")).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn migration(&self, suffix: &str) -> PathBuf {
        let mut names: Vec<PathBuf> = std::fs::read_dir(self.path("migrations"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.to_string_lossy().ends_with(suffix))
            .collect();
        names.sort();
        names.pop().unwrap_or_else(|| panic!("no migration {suffix}"))
    }

    fn migration_count(&self) -> usize {
        std::fs::read_dir(self.path("migrations")).map_or(0, Iterator::count)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_comon"));
        command.args(arguments).current_dir(self.folder.path());
        command.env_remove("DATABASE_URL").env("NO_COLOR", "1");
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs with `--json` and returns exit code and document.
    fn json(&self, arguments: &[&str]) -> (i32, Value) {
        let output = self.run(&[arguments, &["--json"]].concat());
        let text = String::from_utf8(output.stdout).unwrap();
        let document = serde_json::from_str(&text).unwrap_or_else(|_| {
            panic!("{arguments:?}: {text}{}", String::from_utf8_lossy(&output.stderr))
        });
        (output.status.code().unwrap(), document)
    }

    fn ok(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {text}{error}");
        text
    }

    fn sql(&self, database: &str, sql: &str) -> Vec<Vec<Option<String>>> {
        query(&self.path(database), sql)
    }
}

/// Runs statements on a file and returns the rows of the last one, as text.
fn query(file: &Path, sql: &str) -> Vec<Vec<Option<String>>> {
    use sqlx::{Column, ConnectOptions, Connection, Row};
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let options =
            sqlx::sqlite::SqliteConnectOptions::new().filename(file).create_if_missing(true);
        let mut connection = options.connect().await.unwrap();
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        let rows = sqlx::raw_sql(sql).fetch_all(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        rows.iter()
            .map(|row| {
                row.columns()
                    .iter()
                    .map(|column| {
                        row.try_get_unchecked::<Option<String>, _>(column.ordinal()).unwrap()
                    })
                    .collect()
            })
            .collect()
    })
}

fn texts(rows: &[Vec<Option<String>>]) -> Vec<String> {
    rows.iter().map(|row| row[0].clone().unwrap_or_default()).collect()
}

fn codes(document: &Value) -> Vec<String> {
    let problems = document["problems"].as_array().unwrap();
    problems.iter().map(|each| each["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn dev_then_status_then_deploy_to_another_database() {
    let project = Project::new(USERS);
    let text = project.ok(&["migrate", "dev", "--name", "init"]);
    assert!(text.starts_with("SQLite "), "{text}");
    assert!(text.contains("CREATE TABLE \"users\""), "{text}");
    assert!(project.ok(&["migrate", "status"]).contains("Up to date: 1 migration applied."));

    let deploy = ["migrate", "deploy", "--url", "file:prod.db"];
    let (code, missing) = project.json(&deploy);
    assert_eq!((code, missing["error"]["id"].as_str()), (3, Some("missing-file")));
    let text = project.ok(&[&deploy[..], &["--create-database"]].concat());
    assert!(text.contains("Applied 1 migration."), "{text}");
    assert!(project.ok(&deploy).contains("Nothing to do"));
    let rows = project.sql("prod.db", "SELECT command, seq FROM _comon_orm_migrations");
    assert_eq!(rows, [[Some("deploy".to_owned()), Some("1".to_owned())]]);
}

#[test]
fn unchanged_schema_writes_nothing_and_exits_0() {
    let project = Project::new(USERS);
    project.ok(&["migrate", "dev", "--name", "init"]);
    project.write_schema(&format!("// a comment is no change\n{USERS}"));
    let text = project.ok(&["migrate", "dev", "--name", "again"]);
    assert!(text.contains("No change"), "{text}");
    assert_eq!(project.migration_count(), 1);
}

#[test]
fn open_warning_stops_dev_before_anything_is_written() {
    let project = Project::new(USERS);
    project.ok(&["migrate", "dev", "--name", "init"]);
    project.write_schema(USERS_WITHOUT_CODE);
    let (code, refused) = project.json(&["migrate", "dev", "--name", "drop"]);
    assert_eq!(code, 1);
    let open = &refused["openWarnings"][0];
    assert_eq!(open["message"], "Potential data loss: dropping column users.legacy_code.");
    assert_eq!(open["flag"], "--allow drop-column:users.legacy_code");
    assert_eq!(project.migration_count(), 1);
    // The names of the schema do as well.
    project.ok(&["migrate", "dev", "--name", "drop", "--allow", "drop-column:User.legacyCode"]);
    let rows =
        project.sql("dev.db", "SELECT accepted_warnings FROM _comon_orm_migrations WHERE seq = 2");
    assert!(texts(&rows)[0].contains("--allow drop-column:User.legacyCode"), "{rows:?}");
}

#[test]
fn deploy_decides_over_all_before_it_applies_the_first() {
    let project = Project::new(USERS);
    project.ok(&["migrate", "dev", "--name", "init"]);
    project.write_schema(USERS_WITHOUT_CODE);
    project.ok(&["migrate", "dev", "--name", "drop", "--create-only"]);
    let deploy = ["migrate", "deploy", "--url", "file:prod.db", "--create-database"];
    let (code, refused) = project.json(&deploy);
    assert_eq!((code, refused["applied"].as_array().unwrap().len()), (1, 0));
    let tables = project.sql("prod.db", "SELECT name FROM sqlite_schema");
    assert!(tables.is_empty(), "{tables:?}");
    let to = project.migration("_init").file_name().unwrap().to_string_lossy().into_owned();
    project.ok(&[&deploy[..], &["--to", &to]].concat());
    assert_eq!(project.sql("prod.db", "SELECT name FROM _comon_orm_migrations").len(), 1);
}

#[test]
fn dry_run_shows_the_sql_and_creates_nothing() {
    let project = Project::new(USERS);
    project.ok(&["migrate", "dev", "--name", "init", "--create-only"]);
    query(&project.path("dev.db"), "CREATE TABLE other (id INTEGER); DROP TABLE other");
    let text = project.ok(&["migrate", "deploy", "--dry-run"]);
    assert!(text.contains("CREATE TABLE \"users\""), "{text}");
    assert!(project.sql("dev.db", "SELECT name FROM sqlite_schema").is_empty());
    assert!(!project.path("dev.db.comon-lock").exists());
}

#[test]
fn one_changed_byte_of_an_applied_migration_is_a_checksum_mismatch() {
    let project = Project::new(USERS);
    project.ok(&["migrate", "dev", "--name", "init"]);
    let file = project.migration("_init").join("migration.sql");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("Create table", "create table")).unwrap();
    let (code, status) = project.json(&["migrate", "status"]);
    assert_eq!(code, 1);
    assert_eq!(codes(&status), ["artifact-not-sealed", "checksum-mismatch"]);
    // Line ends are not counted.
    std::fs::write(&file, text.replace('\n', "\r\n")).unwrap();
    project.ok(&["migrate", "status"]);
}

#[test]
fn hand_edited_migration_is_refused_until_sealed_and_gates_then() {
    let project = Project::new(USERS);
    project.ok(&["migrate", "dev", "--name", "init", "--create-only"]);
    let folder = project.migration("_init");
    let name = folder.file_name().unwrap().to_string_lossy().into_owned();
    let file = folder.join("migration.sql");
    let text = std::fs::read_to_string(&file).unwrap();
    let edited = format!("{text}\nINSERT INTO \"users\" (\"email\") VALUES ('root');\n");
    std::fs::write(&file, edited).unwrap();
    let deploy = ["migrate", "deploy", "--create-database"];
    let (code, refused) = project.json(&deploy);
    assert_eq!(code, 1);
    assert!(codes(&refused).contains(&"artifact-not-sealed".to_owned()));

    assert!(project.ok(&["migrate", "seal", &name]).contains("+INSERT INTO"));
    let (code, refused) = project.json(&deploy);
    assert_eq!((code, refused["openWarnings"][0]["id"].as_str()), (1, Some("hand-edited-sql")));
    project.ok(&[&deploy[..], &["--allow", "hand-edited-sql"]].concat());
    assert_eq!(texts(&project.sql("dev.db", "SELECT email FROM users")), ["root"]);
    let (code, sealed) = project.json(&["migrate", "seal", &name]);
    assert_eq!((code, sealed["error"]["id"].as_str()), (1, Some("already-applied")));
}

#[test]
fn migration_that_leaves_something_else_than_promised_is_rolled_back() {
    let project = Project::new(USERS);
    project.ok(&["migrate", "dev", "--name", "init", "--create-only"]);
    let folder = project.migration("_init");
    let name = folder.file_name().unwrap().to_string_lossy().into_owned();
    let file = folder.join("migration.sql");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("\"legacy_code\" TEXT", "\"legacy_code\" INTEGER")).unwrap();
    project.ok(&["migrate", "seal", &name]);
    let (code, failed) =
        project.json(&["migrate", "deploy", "--create-database", "--allow-warnings"]);
    assert_eq!((code, failed["error"]["id"].as_str()), (3, Some("unexpected-result")));
    assert!(
        project.sql("dev.db", "SELECT name FROM sqlite_schema WHERE name = 'users'").is_empty()
    );
    assert!(project.sql("dev.db", "SELECT name FROM _comon_orm_migrations").is_empty());
}

#[test]
fn linked_file_is_never_read() {
    let project = Project::new(USERS);
    project.ok(&["migrate", "dev", "--name", "init", "--create-only"]);
    let file = project.migration("_init").join("migration.sql");
    let elsewhere = project.path("elsewhere.sql");
    std::fs::rename(&file, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &file).unwrap();
    let (code, refused) = project.json(&["migrate", "deploy", "--create-database"]);
    assert_eq!(code, 1);
    assert!(codes(&refused).contains(&"invalid-local-artifacts".to_owned()));
    assert!(refused["problems"].to_string().contains("is a link"), "{refused}");
}

#[test]
fn database_ahead_of_the_folder_is_refused_by_dev_and_deploy() {
    let project = Project::new(USERS);
    project.ok(&["migrate", "dev", "--name", "init"]);
    std::fs::remove_dir_all(project.migration("_init")).unwrap();
    for command in [&["migrate", "deploy"][..], &["migrate", "dev", "--name", "x"]] {
        let (code, refused) = project.json(command);
        assert_eq!(code, 1, "{command:?}");
        assert!(codes(&refused).contains(&"applied-migration-missing-locally".to_owned()));
    }
    assert_eq!(project.migration_count(), 0);
}

#[test]
fn drift_stops_only_what_touches_the_table() {
    let project = Project::new(USERS);
    project.ok(&["migrate", "dev", "--name", "init"]);
    project.sql("dev.db", "ALTER TABLE users ADD COLUMN extra TEXT");
    let (code, status) = project.json(&["migrate", "status"]);
    assert_eq!((code, codes(&status)), (1, vec!["drift".to_owned()]));

    project.write_schema(&format!("{USERS}\nmodel Tag {{\n  id Int @id\n}}\n"));
    project.ok(&["migrate", "dev", "--name", "tag"]);

    project.write_schema(&USERS.replace("email ", "phone String?\n  email "));
    let dev = ["migrate", "dev", "--name", "phone", "--allow-warnings"];
    let (code, refused) = project.json(&dev);
    assert_eq!(code, 1);
    assert!(codes(&refused).contains(&"drift".to_owned()));
    project.ok(&[&dev[..], &["--allow", "drift:users.extra"]].concat());
}

#[test]
fn failed_migration_leaves_neither_rows_nor_its_directory() {
    let project = Project::new(USERS);
    project.ok(&["migrate", "dev", "--name", "init"]);
    project.sql("dev.db", "INSERT INTO users (email) VALUES ('a')");
    project.write_schema(&USERS.replace("String? @map", "String @map"));
    let (code, failed) =
        project.json(&["migrate", "dev", "--name", "required", "--allow-warnings"]);
    assert_eq!(code, 3, "{failed}");
    assert_eq!(project.migration_count(), 1);
    assert_eq!(project.sql("dev.db", "SELECT name FROM _comon_orm_migrations").len(), 1);
    assert_eq!(texts(&project.sql("dev.db", "SELECT email FROM users")), ["a"]);
    assert!(!project.path("dev.db.comon-lock").exists());
}

#[test]
fn views_triggers_and_indexes_outside_the_schema_survive_a_rebuild() {
    let posts = |action: &str| {
        format!(
            "model User {{\n  id Int @id\n  posts Post[]\n}}\nmodel Post {{\n  id Int @id @default(autoincrement())\n  \
             authorId Int\n  author User @relation(fields: [authorId], references: [id]{action})\n}}\n"
        )
    };
    let project = Project::new(&posts(""));
    project.ok(&["migrate", "dev", "--name", "init"]);
    project.sql(
        "dev.db",
        "INSERT INTO User VALUES (1); INSERT INTO Post (id, authorId) VALUES (7, 1); \
         DELETE FROM Post; INSERT INTO Post (authorId) VALUES (1); \
         CREATE VIEW v AS SELECT id FROM Post; CREATE VIEW w AS SELECT * FROM v; \
         CREATE TRIGGER t AFTER INSERT ON User BEGIN INSERT INTO Post (authorId) VALUES (new.id); END; \
         CREATE INDEX odd ON Post (abs(id))",
    );
    project.write_schema(&posts(", onDelete: Cascade"));
    let rebuild = ["migrate", "dev", "--name", "cascade", "--allow", "rebuild-table:Post"];
    let text = project.ok(&rebuild);
    for kept in ["kept view v", "kept view w", "kept trigger t on User", "kept index odd on Post"] {
        assert!(text.contains(kept), "{kept}: {text}");
    }
    let rows = project
        .sql("dev.db", "PRAGMA foreign_keys=ON; INSERT INTO User VALUES (2); SELECT id FROM w");
    assert_eq!(texts(&rows), ["8", "9"], "the numbering goes on behind the highest number ever");
}

#[test]
fn tables_that_refer_to_each_other_go_in_any_order() {
    let pair = "model Zoo {\n  id Int @id\n  bs Animal[]\n}\n\
                model Animal {\n  id Int @id\n  zooId Int?\n  zoo Zoo? @relation(fields: [zooId], \
                references: [id])\n}\n";
    let cycle = "model Left {\n  id Int @id\n  rightId Int?\n  right Right? @relation(\"a\", fields: [rightId], \
                 references: [id])\n  lefts Right[] @relation(\"b\")\n}\n\
                 model Right {\n  id Int @id\n  leftId Int?\n  left Left? @relation(\"b\", fields: [leftId], \
                 references: [id])\n  rights Left[] @relation(\"a\")\n}\n";
    let rest = "model Kept {\n  id Int @id\n}\n";
    let project = Project::new(&format!("{pair}{cycle}{rest}"));
    project.ok(&["migrate", "dev", "--name", "init"]);
    project.sql("dev.db", "INSERT INTO Zoo VALUES (1); INSERT INTO Animal VALUES (1, 1)");
    let rows = "INSERT INTO Left VALUES (1, NULL); INSERT INTO Right VALUES (1, 1); UPDATE Left SET rightId = 1";
    project.sql("dev.db", rows);
    project.write_schema(rest);
    project.ok(&["migrate", "dev", "--name", "gone", "--allow-warnings"]);
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%comon%' AND name NOT LIKE 'sqlite%' ORDER BY name";
    assert_eq!(texts(&project.sql("dev.db", tables)), ["Kept"]);
    project.ok(&["migrate", "rollback", "--allow-warnings"]);
    let there = ["Animal", "Kept", "Left", "Right", "Zoo"];
    assert_eq!(texts(&project.sql("dev.db", tables)), there);
    project.ok(&["migrate", "reset", "--force"]);
    assert_eq!(texts(&project.sql("dev.db", "SELECT count(*) FROM Kept")), ["0"]);
}

#[test]
fn rows_that_refer_to_a_renamed_table_are_counted_when_it_is_rebuilt() {
    let models = |table: &str, required: &str, on: &str| {
        format!(
            "model Zoo {{\n  id Int @id\n  name String{required}\n  bs Animal[]\n  @@map(\"{table}\")\n}}\n\
             model Animal {{\n  id Int @id\n  zooId Int?\n  zoo Zoo? @relation(fields: [zooId], references: \
             [id], onDelete: Cascade)\n  @@map(\"{on}\")\n}}\n"
        )
    };
    let project = Project::new(&models("zoo", "", "animal"));
    project.ok(&["migrate", "dev", "--name", "init"]);
    project
        .sql("dev.db", "INSERT INTO zoo VALUES (1, 'a'); INSERT INTO animal VALUES (1, 1), (2, 1)");
    project.write_schema(&models("zoos", "?", "animals"));
    let text = project.ok(&["migrate", "dev", "--name", "renamed", "--allow-warnings"]);
    assert_eq!(texts(&project.sql("dev.db", "SELECT count(*) FROM animals")), ["2"], "{text}");
    let sql = "PRAGMA foreign_keys=ON; DELETE FROM zoos; SELECT count(*) FROM animals";
    assert_eq!(texts(&project.sql("dev.db", sql)), ["0"], "the rows still belong together");
}

#[test]
fn what_works_in_one_way_only_or_never_did_survives_a_rebuild() {
    let posts =
        |required: &str| format!("model Post {{\n  id Int @id\n  text String{required}\n}}\n");
    let project = Project::new(&posts(""));
    project.ok(&["migrate", "dev", "--name", "init"]);
    project.sql(
        "dev.db",
        "INSERT INTO Post VALUES (1, 'a'); CREATE VIEW v AS SELECT id, text FROM Post; \
         CREATE TRIGGER t INSTEAD OF INSERT ON v BEGIN INSERT INTO Post VALUES (new.id, new.text); END; \
         CREATE VIEW broken AS SELECT gone FROM Post",
    );
    project.write_schema(&posts("?"));
    let rebuild = ["migrate", "dev", "--name", "optional", "--allow", "rebuild-table:Post"];
    let text = project.ok(&rebuild);
    for kept in ["kept view v", "kept trigger t on v", "kept view broken"] {
        assert!(text.contains(kept), "{kept}: {text}");
    }
    let rows =
        project.sql("dev.db", "INSERT INTO v VALUES (2, 'b'); SELECT text FROM v ORDER BY id");
    assert_eq!(texts(&rows), ["a", "b"]);
}

#[test]
fn refusal_says_how_many_values_are_at_risk() {
    let project = Project::new(USERS);
    project.ok(&["migrate", "dev", "--name", "init"]);
    project.sql("dev.db", "INSERT INTO users (email, legacy_code) VALUES ('a', 'x'), ('b', NULL)");
    project.write_schema(USERS_WITHOUT_CODE);
    let (_, refused) = project.json(&["migrate", "dev", "--name", "drop"]);
    let measured = refused["openWarnings"][0]["measured"][0].as_str().unwrap();
    assert!(measured.starts_with("certain, measured here: 1 "), "{measured}");
    project.sql("dev.db", "DELETE FROM users");
    let (_, refused) = project.json(&["migrate", "dev", "--name", "drop"]);
    let measured = &refused["openWarnings"][0]["measured"][0];
    assert_eq!(measured, "cleared, measured here: nothing is at risk right now");
}

#[test]
fn object_beside_the_schema_that_a_dropped_table_takes_along_gates() {
    let tag = "\nmodel Tag {\n  id Int @id\n}\n";
    let project = Project::new(&format!("{USERS}{tag}"));
    project.ok(&["migrate", "dev", "--name", "init"]);
    project.sql("dev.db", "CREATE TRIGGER audit AFTER INSERT ON Tag BEGIN SELECT 1; END");
    project.write_schema(USERS);
    let dev = ["migrate", "dev", "--name", "untag", "--allow", "drop-table:Tag"];
    let (code, refused) = project.json(&dev);
    assert_eq!(code, 1);
    assert_eq!(refused["openWarnings"][0]["flag"], "--allow unmanaged-object:audit");
    project.ok(&[&dev[..], &["--allow", "unmanaged-object:audit"]].concat());
}

#[test]
fn database_that_deploy_wrote_to_is_not_devs() {
    let project = Project::new(USERS);
    project.ok(&["migrate", "dev", "--name", "init", "--create-only"]);
    project.ok(&["migrate", "deploy", "--create-database"]);
    project.write_schema(&USERS.replace("email ", "phone String?\n  email "));
    let dev = ["migrate", "dev", "--name", "phone"];
    let (code, refused) = project.json(&dev);
    assert_eq!((code, refused["error"]["id"].as_str()), (1, Some("shared-database")));
    project.ok(&[&dev[..], &["--on-shared", "dev.db"]].concat());
}

#[test]
fn two_deploys_at_once_apply_everything_once() {
    let project = Project::new(USERS);
    project.ok(&["migrate", "dev", "--name", "init", "--create-only"]);
    query(&project.path("dev.db"), "CREATE TABLE other (id INTEGER); DROP TABLE other");
    let spawn = || project.command(&["migrate", "deploy"]).spawn().unwrap();
    let mut running: Vec<_> = (0..4).map(|_| spawn()).collect();
    for each in &mut running {
        assert_eq!(each.wait().unwrap().code(), Some(0));
    }
    assert_eq!(project.sql("dev.db", "SELECT name FROM _comon_orm_migrations").len(), 1);
}

#[test]
fn resolve_repairs_the_history_and_runs_nothing() {
    let project = Project::new(USERS);
    project.ok(&["migrate", "dev", "--name", "init", "--create-only"]);
    let name = project.migration("_init").file_name().unwrap().to_string_lossy().into_owned();
    query(&project.path("dev.db"), "CREATE TABLE other (id INTEGER); DROP TABLE other");
    let text = project.ok(&["migrate", "resolve", "--applied", &name]);
    assert!(text.contains("differs from its after.prisma"), "{text}");
    assert!(
        project.sql("dev.db", "SELECT name FROM sqlite_schema WHERE name = 'users'").is_empty()
    );
    project.ok(&["migrate", "resolve", "--rolled-back", &name]);
    let (code, refused) = project.json(&["migrate", "deploy"]);
    assert_eq!((code, codes(&refused)), (1, vec!["rolled-back".to_owned()]));
    project.ok(&["migrate", "deploy", "--reapply", &name]);
    let rows = project.sql("dev.db", "SELECT name FROM _comon_orm_migrations ORDER BY seq");
    assert_eq!(texts(&rows)[2], format!("{name}#2"));
    project.ok(&["migrate", "status"]);
}

#[test]
fn history_of_comon_orm_is_read_upgraded_and_continued() {
    let project = Project::new(USERS);
    project.ok(&["migrate", "dev", "--name", "init", "--create-only"]);
    let folder = project.migration("_init");
    let name = folder.file_name().unwrap().to_string_lossy().into_owned();
    // What comon_orm leaves: no format_version, no seal, perhaps no warnings.txt.
    let metadata = std::fs::read_to_string(folder.join("metadata.txt")).unwrap();
    let ours = ["format_version=", "planner_version=", "target_version=", "seal="];
    let theirs: String = metadata
        .lines()
        .filter(|line| !ours.iter().any(|key| line.starts_with(key)))
        .map(|line| format!("{line}\n"))
        .collect();
    std::fs::write(folder.join("metadata.txt"), theirs).unwrap();
    std::fs::remove_file(folder.join("warnings.txt")).unwrap();
    let after = std::fs::read_to_string(folder.join("after.prisma")).unwrap().replace('\'', "''");
    let sql = std::fs::read_to_string(folder.join("migration.sql")).unwrap();
    query(
        &project.path("dev.db"),
        &format!(
            "{sql} CREATE TABLE _comon_orm_migrations (name TEXT PRIMARY KEY, applied_at TEXT NOT NULL, \
             statement_count INTEGER NOT NULL, kind TEXT NOT NULL DEFAULT 'apply', target_name TEXT, \
             provider TEXT, checksum TEXT, before_schema TEXT, after_schema TEXT); \
             INSERT INTO _comon_orm_migrations VALUES ('{name}', '2026-01-01T00:00:00Z', 2, 'apply', \
             NULL, 'sqlite', 'another checksum', '', '{after}')"
        ),
    );
    let (code, status) = project.json(&["migrate", "status"]);
    assert_eq!((code, codes(&status)), (0, Vec::new()), "{status}");
    assert!(status["notices"].to_string().contains("mean the same"), "{status}");

    project.write_schema(&USERS.replace("email ", "phone String?\n  email "));
    project.ok(&["migrate", "dev", "--name", "phone"]);
    let rows = project.sql("dev.db", "SELECT seq FROM _comon_orm_migrations ORDER BY name");
    assert_eq!(rows, [[None], [Some("1".to_owned())]]);
    project.ok(&["migrate", "status"]);
}

#[test]
fn read_only_commands_create_nothing() {
    let project = Project::new(USERS);
    query(&project.path("dev.db"), "CREATE TABLE other (id INTEGER); DROP TABLE other");
    project.ok(&["history"]);
    project.run(&["migrate", "status"]);
    assert!(project.sql("dev.db", "SELECT name FROM sqlite_schema").is_empty());
}
