//! `migrate preflight` on real databases: what it measures, that it writes nothing, that facts.json
//! is what its schema says and holds no value, and that a review takes it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::json_schema::assert_fits;
use comon_tests::project::Project;
use comon_tests::server::{self, PASSWORD, USER};
use serde_json::Value;
use std::fs;

const PREFLIGHT: [&str; 2] = ["migrate", "preflight"];
const DEPLOY: [&str; 2] = ["migrate", "deploy"];

const BEFORE: &str = "model User {
  id    Int     @id
  email String
  code  String?
  posts Post[]
  @@map(\"users\")
}

model Post {
  id       Int  @id
  size     Int
  authorId Int
  author   User @relation(fields: [authorId], references: [id])
  @@map(\"posts\")
}
";

/// The code goes, e-mails become unique, and sizes become texts, which writes the table anew.
fn after() -> String {
    BEFORE
        .replace("  code  String?\n", "")
        .replace("email String", "email String @unique")
        .replace("size     Int", "size     String")
}

fn pending(place: Place) -> (Project, TestDatabase) {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
    let database = TestDatabase::create(place);
    let write = |name: &str| ["migrate", "dev", "--create-only", "--name", name].map(str::to_owned);
    project.write_schema(BEFORE);
    let first = write("20240101000001_first");
    project.succeed(&database, &first.each_ref().map(String::as_str));
    project.succeed(&database, &DEPLOY);
    database
        .connect()
        .execute(
            "INSERT INTO users VALUES (1, 'private@example.org', 'secret-code'), (2, 'b', NULL); \
             INSERT INTO posts VALUES (1, 10, 1)",
        )
        .unwrap();
    project.write_schema(&after());
    let second = write("20240101000002_second");
    project.succeed(&database, &second.each_ref().map(String::as_str));
    (project, database)
}

fn find<'a>(list: &'a Value, key: &str, value: &str) -> &'a Value {
    list.as_array().unwrap().iter().find(|each| each[key] == value).unwrap_or(&Value::Null)
}

#[test]
fn facts_hold_counts_and_sizes_and_fit_their_schema() {
    for place in Place::of_each_provider() {
        let (project, database) = pending(place);
        let (code, document) = project.json(&database, &PREFLIGHT);
        assert_eq!(code, 1, "a warning is open\n{document:#}");
        let facts = &document["facts"];
        assert_fits("facts.schema.json", facts);
        let migration = &facts["migrations"][0];
        assert_eq!(migration["name"], "20240101000002_second");
        let code = find(&migration["warnings"], "subject", "users.code");
        assert_eq!(code["judgement"]["state"], "certain");
        assert_eq!(code["judgement"]["counts"][0]["number"], 1);
        let unique = find(&migration["warnings"], "id", "add-unique");
        assert_eq!(unique["judgement"]["state"], "cleared");
        let posts = find(&facts["tables"], "name", "posts");
        assert!(posts["bytes"].as_u64().unwrap() > 0, "{posts}");
        let space = find(&migration["space"], "table", "posts");
        assert!(space["bytes"].as_u64().unwrap() >= posts["bytes"].as_u64().unwrap(), "{space}");
        match place {
            Place::Postgres(_) => {
                assert_eq!(space["purpose"], "rewrite");
                let lock = find(&migration["locks"], "on", "posts");
                assert_eq!(lock["mode"], "ACCESS EXCLUSIVE");
                assert_eq!(lock["blocksReads"], true);
                assert_eq!(lock["work"], "every row is written anew");
                let index = find(&posts["indexes"], "name", "posts_pkey");
                assert!(index["bytes"].as_u64().unwrap() > 0);
                assert!(facts["freeBytes"].is_null());
            }
            Place::Sqlite => {
                assert_eq!(space["purpose"], "rebuild");
                assert_eq!(migration["locks"][0]["on"], "the whole file");
                assert!(facts["freeBytes"].as_u64().unwrap() > 0);
                assert_eq!(posts["rows"], 1);
            }
        }
        assert!(facts["databaseBytes"].as_u64().unwrap() > 0);
        let text = facts.to_string();
        assert!(!text.contains("private@example.org") && !text.contains("secret-code"), "{text}");
        // It writes nothing: not even the lock file or a table.
        let (_, again) = project.json(&database, &PREFLIGHT);
        assert_eq!(again["facts"]["databaseBytes"], facts["databaseBytes"]);
    }
}

#[test]
fn review_says_what_the_facts_know_of_these_files() {
    for place in Place::of_each_provider() {
        let (project, database) = pending(place);
        let output = [&PREFLIGHT[..], &["--output", "facts.json"]].concat();
        project.run(&database, &output).expect(1, &["wrote facts.json"]);
        let text = fs::read_to_string(project.path().join("facts.json")).unwrap();
        let mut facts: Value = serde_json::from_str(&text).unwrap();
        assert_fits("facts.schema.json", &facts);
        let review = ["review", "--facts", "facts.json"];
        project
            .run(&database, &review)
            .expect(1, &["certain, measured here: 1 non-null value of users.code (at 2"]);
        let (_, document) = project.json(&database, &review);
        let warning = find(&document["reviews"][0]["gating"], "subject", "users.code");
        assert_eq!(warning["measured"]["judgement"]["state"], "certain");
        assert_eq!(warning["measured"]["at"], facts["measuredAt"]);

        // Of files that are other ones now they know nothing.
        facts["migrations"][0]["checksum"] = "0".repeat(64).into();
        fs::write(project.path().join("facts.json"), facts.to_string()).unwrap();
        let other = project.run(&database, &review);
        assert!(!other.text().contains("measured here"), "{other}");
        facts["version"] = 2.into();
        fs::write(project.path().join("facts.json"), facts.to_string()).unwrap();
        project.run(&database, &review).expect(2, &["they are of version 2"]);
        fs::write(project.path().join("facts.json"), "{").unwrap();
        project.run(&database, &review).expect(2, &["error[unreadable-facts]"]);
    }
}

#[test]
fn dry_run_shows_the_facts_too() {
    for place in Place::of_each_provider() {
        let (project, database) = pending(place);
        let dry = [&DEPLOY[..], &["--dry-run", "--allow-warnings"]].concat();
        let outcome = project.run(&database, &dry);
        outcome
            .expect(0, &["deploy would apply 1 migration", "  locks ", "Tables:", "needs up to"]);
        let (_, document) = project.json(&database, &dry);
        assert_fits("facts.schema.json", &document["facts"]);
    }
}

#[test]
fn missing_privileges_are_named_before_anything_runs() {
    let place = Place::Postgres(server::newest());
    let (project, database) = pending(place);
    let name = database.connect().text("SELECT current_database()");
    let role = format!("guest_{name}");
    database
        .connect()
        .execute(&format!(
            "CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'; GRANT USAGE ON SCHEMA public TO {role}; \
             GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}; \
             REVOKE CREATE ON SCHEMA public FROM PUBLIC"
        ))
        .unwrap();
    let url = database.url().replacen(USER, &role, 1);
    let all = [&PREFLIGHT[..], &["--allow-warnings"]].concat();
    project.run_with(&url, &all).expect(
        1,
        &[
            "deploy would fail: ",
            &format!("{role} cannot alter table posts: {USER} owns it"),
            &format!("{role} cannot alter table users: {USER} owns it"),
            &format!("{role} cannot create anything in schema public"),
        ],
    );
    // And so it is.
    let deploy = [&DEPLOY[..], &["--allow-warnings"]].concat();
    project.run_with(&url, &deploy).expect(3, &["permission"]);
    project.run(&database, &all).expect(0, &["deploy would apply 1 migration"]);
}

#[test]
fn role_that_owns_the_tables_and_may_not_write_the_history_is_named() {
    let place = Place::Postgres(server::newest());
    let (project, database) = pending(place);
    let name = database.connect().text("SELECT current_database()");
    let role = format!("keeper_{name}");
    database
        .connect()
        .execute(&format!(
            "CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'; \
             ALTER TABLE users OWNER TO {role}; ALTER TABLE posts OWNER TO {role}; \
             GRANT ALL ON SCHEMA public TO {role}; \
             GRANT SELECT ON _comon_orm_migrations TO {role}"
        ))
        .unwrap();
    let url = database.url().replacen(USER, &role, 1);
    let all = [&PREFLIGHT[..], &["--allow-warnings"]].concat();
    let deploy = [&DEPLOY[..], &["--allow-warnings"]].concat();
    let told = project.run_with(&url, &all);
    assert!(!told.text().contains("cannot create anything"), "{told}");
    told.expect(
        1,
        &[
            "deploy would fail: 1 thing",
            &format!("{role} cannot write into table _comon_orm_migrations: {USER} owns it"),
        ],
    );
    project.run_with(&url, &deploy).expect(3, &["permission"]);
    // A history as an older tool made it.
    let column = |change: &str| {
        let sql = format!("ALTER TABLE _comon_orm_migrations {change}");
        database.connect().execute(&sql).unwrap();
    };
    column("DROP COLUMN metadata");
    let cannot =
        format!("{role} cannot add columns to table _comon_orm_migrations: {USER} owns it");
    project.run_with(&url, &all).expect(1, &[&cannot]);
    column("ADD COLUMN metadata TEXT");
    database
        .connect()
        .execute(&format!(
            "GRANT INSERT ON _comon_orm_migrations TO {role}; \
             ALTER ROLE {role} SET default_transaction_read_only = on"
        ))
        .unwrap();
    let only_reads = "only reads here: default_transaction_read_only is on for its sessions";
    project.run_with(&url, &all).expect(1, &[only_reads]);
    project.run_with(&url, &deploy).expect(3, &["read-only"]);
    database
        .connect()
        .execute(&format!("ALTER ROLE {role} SET default_transaction_read_only = off"))
        .unwrap();
    project.run_with(&url, &all).expect(0, &["deploy would apply 1 migration"]);
    project.run_with(&url, &deploy).expect(0, &[]);
}

#[test]
fn role_that_may_not_create_the_schema_is_named() {
    let place = Place::Postgres(server::newest());
    let (project, database) = pending(place);
    let name = database.connect().text("SELECT current_database()");
    let role = format!("visitor_{name}");
    let create = format!("CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'");
    database.connect().execute(&create).unwrap();
    let url = database.url().replacen(USER, &role, 1);
    let mark = if url.contains('?') { '&' } else { '?' };
    let url = format!("{url}{mark}schema=elsewhere");
    let all = [&PREFLIGHT[..], &["--allow-warnings"]].concat();
    let cannot = format!("{role} cannot create schema elsewhere in this database");
    project.run_with(&url, &all).expect(1, &[&cannot]);
}

#[test]
fn file_that_cannot_be_written_is_named() {
    let (project, database) = pending(Place::Sqlite);
    let file = database.file().unwrap();
    let folder = file.parent().unwrap().to_owned();
    use std::os::unix::fs::PermissionsExt;
    let set = |mode: u32| {
        fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).unwrap();
    };
    set(0o555);
    let all = [&PREFLIGHT[..], &["--allow-warnings"]].concat();
    let outcome = project.run_unprivileged(&database.url(), &all);
    set(0o755);
    outcome.expect(1, &["deploy would fail: 1 thing", "cannot be written: Permission denied"]);
}

#[test]
fn long_transactions_and_followers_are_listed() {
    let place = Place::Postgres(server::newest());
    let (project, database) = pending(place);
    let mut other = database.connect();
    other.execute("SET application_name = 'night report'; BEGIN").unwrap();
    other.execute("SELECT 'a private value' FROM posts").unwrap();
    let process = other.text("SELECT pg_backend_pid()::text");
    database.connect().execute("CREATE PUBLICATION everything FOR TABLE posts").unwrap();
    let all = [&PREFLIGHT[..], &["--allow-warnings"]].concat();
    // Not long yet.
    let young = project.run(&database, &all);
    assert!(!young.text().contains("night report"), "{young}");
    let at_once = [&all[..], &["--long-transactions", "0ms"]].concat();
    let (code, document) = project.json(&database, &at_once);
    assert_eq!(code, 0, "{document:#}");
    assert_fits("facts.schema.json", &document["facts"]);
    let found = find(&document["facts"]["transactions"], "application", "night report");
    assert_eq!(found["process"].to_string(), process);
    assert_eq!(found["state"], "idle in transaction");
    assert_eq!(found["tables"][0], "posts");
    let posts = find(&document["facts"]["tables"], "name", "posts");
    assert_eq!(posts["publications"][0], "everything");
    let text = project.run(&database, &at_once);
    text.expect(0, &["night report", "holds posts", "published by everything"]);
    assert!(!text.text().contains("a private value"), "{text}");
    other.execute("ROLLBACK").unwrap();
}

#[test]
fn nothing_pending_is_clean() {
    for place in Place::of_each_provider() {
        let (project, database) = pending(place);
        project.succeed(&database, &[&DEPLOY[..], &["--allow-warnings"]].concat());
        let (code, document) = project.json(&database, &PREFLIGHT);
        assert_eq!(code, 0, "{document:#}");
        assert_fits("facts.schema.json", &document["facts"]);
        assert_eq!(document["facts"]["migrations"].as_array().unwrap().len(), 0);
    }
}
