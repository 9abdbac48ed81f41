//! `comon migrate diff` between every pair of sources on real databases: what it says, the SQL that
//! really leads from one to the other, exit codes, and that it never writes where it reads.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::catalogue;
use comon_tests::database::{Place, TestDatabase};
use comon_tests::project::{Outcome, Project};
use comon_tests::server::{self, PASSWORD, USER};
use planner_core::provider::Provider;
use std::fs;
use std::net::TcpListener;

const FIRST: &str = "model User {
  id    Int     @id @default(autoincrement())
  email String  @unique
  name  String?
}
";

const SECOND: &str = "model User {
  id       Int    @id @default(autoincrement())
  email    String @unique
  fullName String @default(\"\")
  posts    Post[]
}

model Post {
  id       Int    @id @default(autoincrement())
  title    String
  authorId Int
  author   User   @relation(fields: [authorId], references: [id], onDelete: Cascade)

  @@index([authorId, title])
}
";

fn project(provider: Provider) -> Project {
    Project::new(env!("CARGO_BIN_EXE_comon"), provider)
}

/// A project whose schema is the second, whose migrations lead to the first.
struct Fixture {
    project: Project,
    /// Where the migrations are applied.
    first: TestDatabase,
    /// A database that holds what the second schema says.
    second: TestDatabase,
    empty: TestDatabase,
}

fn fixture(place: Place) -> Fixture {
    let project = project(place.provider());
    let (first, second) = (TestDatabase::create(place), TestDatabase::create(place));
    project.write_schema(FIRST);
    project.succeed(&first, &["migrate", "dev", "--name", "20240101000001_first"]);
    fs::copy(project.path().join("prisma/schema.prisma"), project.path().join("first.prisma"))
        .unwrap();
    project.write_schema(SECOND);
    project.succeed(&second, &["db", "push"]);
    Fixture { project, first, second, empty: TestDatabase::create(place) }
}

impl Fixture {
    /// Each source as the flags after `--from-` and `--to-`, and which state it is: 0, 1 or 2.
    fn sources(&self) -> Vec<(Vec<String>, usize)> {
        let source = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        vec![
            (source(&["empty"]), 0),
            (source(&["database", &self.empty.url()]), 0),
            (source(&["schema", "first.prisma"]), 1),
            (source(&["migrations", "prisma/migrations"]), 1),
            (source(&["database", &self.first.url()]), 1),
            (source(&["schema"]), 2),
            (source(&["database", &self.second.url()]), 2),
        ]
    }

    fn diff(&self, from: &[String], to: &[String], more: &[&str]) -> Outcome {
        let flag = |side: &str, source: &[String]| -> Vec<String> {
            let (kind, value) = source.split_first().unwrap();
            [&[format!("--{side}-{kind}")], value].concat()
        };
        let flags: Vec<String> = [flag("from", from), flag("to", to)].concat();
        let mut words = vec!["migrate", "diff"];
        words.extend(flags.iter().map(String::as_str));
        words.extend(more);
        self.project.run(&self.empty, &words)
    }
}

#[test]
fn script_of_every_pair_leads_from_one_state_to_the_other() {
    for place in Place::tested() {
        let fixture = fixture(place);
        let before: Vec<_> =
            [&fixture.first, &fixture.second, &fixture.empty].map(catalogue::describe).into();
        for (from, start) in fixture.sources() {
            for (to, end) in fixture.sources() {
                let nothing = ["empty".to_owned()];
                if from == nothing && to == nothing {
                    continue;
                }
                let outcome = fixture.diff(&from, &to, &["--script", "--exit-code"]);
                if start == end {
                    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, ""), "{outcome}");
                    continue;
                }
                assert_eq!(outcome.code, 2, "{outcome}");
                let database = match start {
                    0 => TestDatabase::create(place),
                    1 => fixture.first.copy(),
                    _ => fixture.second.copy(),
                };
                database
                    .connect()
                    .execute(&outcome.stdout)
                    .unwrap_or_else(|problem| panic!("{}: {problem}\n{outcome}", place.name()));
                let live = ["database".to_owned(), database.url()];
                let again = fixture.diff(&live, &to, &["--exit-code"]);
                again.expect(0, &["No difference."]);
            }
        }
        let after: Vec<_> =
            [&fixture.first, &fixture.second, &fixture.empty].map(catalogue::describe).into();
        assert_eq!(before, after, "{}: what is compared is not changed", place.name());
    }
}

#[test]
fn words_name_the_changes_the_warnings_and_what_is_not_compared() {
    for place in Place::tested() {
        let fixture = fixture(place);
        fixture
            .first
            .connect()
            .execute(
                "INSERT INTO \"User\" (email, name) VALUES ('a', 'Ann'); \
                 CREATE VIEW names AS SELECT 1 AS one",
            )
            .unwrap();
        let from = ["database".to_owned(), fixture.first.url()];
        let outcome = fixture.diff(&from, &["schema".to_owned()], &[]);
        outcome.expect(
            0,
            &[
                "To   schema prisma/schema.prisma",
                "Adds table Post and User.fullName, drops User.name; stored values of User.name may be lost.",
                "  User: adds fullName; drops name",
                "drop-column  Potential data loss: dropping column User.name.",
                "measured here: 1 ",
                "Outside the schema language, not compared and left alone:\n  view names",
                "Next: add --script for the SQL",
            ],
        );
        // A hint makes one change of two.
        let hinted =
            fixture.diff(&from, &["schema".to_owned()], &["--rename", "User.name=User.fullName"]);
        hinted.expect(0, &["renames User.name to fullName"]);
        assert!(!hinted.text().contains("drop-column"), "{hinted}");
    }
}

#[test]
fn script_alone_stands_on_stdout_and_the_rest_aside() {
    for place in Place::tested() {
        let fixture = fixture(place);
        let from = ["database".to_owned(), fixture.first.url()];
        let outcome = fixture.diff(&from, &["schema".to_owned()], &["--script"]);
        assert!(outcome.stdout.starts_with("-- "), "{outcome}");
        assert!(!outcome.stdout.contains("Potential"), "{outcome}");
        assert!(outcome.stderr.contains("Potential data loss: dropping column"), "{outcome}");
        let quiet = fixture.diff(&from, &["schema".to_owned()], &["--script", "--quiet"]);
        assert_eq!((quiet.stdout, quiet.stderr.as_str()), (outcome.stdout, ""));
    }
}

#[test]
fn a_script_that_cannot_be_written_out_is_a_failure() {
    let fixture = fixture(Place::Sqlite);
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let status = std::process::Command::new(env!("CARGO_BIN_EXE_comon"))
        .args(["migrate", "diff", "--from-empty", "--to-schema", "--script"])
        .current_dir(fixture.project.path())
        .stdout(full)
        .stderr(std::process::Stdio::null())
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(3));
}

#[test]
fn json_holds_the_same_as_fields() {
    let fixture = fixture(Place::Sqlite);
    let words = ["migrate", "diff", "--from-migrations", "--to-schema", "--exit-code"];
    let (code, document) = fixture.project.json(&fixture.empty, &words);
    assert_eq!(code, 2);
    assert_eq!(document["exitCode"], 2);
    assert_eq!(document["different"], true);
    assert_eq!(document["target"], serde_json::Value::Null);
    assert_eq!(document["from"]["kind"], "migrations");
    assert_eq!(document["to"]["name"], "schema prisma/schema.prisma");
    assert_eq!(document["warnings"][0]["id"], "drop-column");
    assert_eq!(document["changes"][0]["verb"], "adds");
    assert!(document["script"].as_str().unwrap().contains("CREATE TABLE \"Post\""));
    let words = ["migrate", "diff", "--from-migrations", "--to-schema", "first.prisma", "--json"];
    let same = fixture.project.run(&fixture.empty, &words).document();
    assert_eq!(same["different"], false);
    let url = fixture.first.url();
    let words = ["migrate", "diff", "--from-migrations", "--to-database", &url];
    let (code, live) = fixture.project.json(&fixture.empty, &words);
    assert_eq!((code, live["different"].as_bool()), (0, Some(false)));
    assert!(live["target"].as_str().unwrap().starts_with("SQLite /"), "{live:#}");
    assert_eq!(same["changes"].as_array().unwrap().len(), 0);
}

#[test]
fn output_is_written_as_a_whole_and_never_over_a_folder() {
    let fixture = fixture(Place::Sqlite);
    let path = fixture.project.path().join("out.sql");
    let (from, to) = (["empty".to_owned()], ["schema".to_owned()]);
    let script = fixture.diff(&from, &to, &["--script"]).stdout;
    fixture
        .diff(&from, &to, &["--script", "--output", "out.sql"])
        .expect(0, &["Wrote out.sql: 4 statements."]);
    assert_eq!(fs::read_to_string(&path).unwrap(), script);
    fixture
        .diff(&to, &to, &["--script", "--output", "out.sql"])
        .expect(0, &["Replaced out.sql: an empty script: there is no difference."]);
    assert_eq!(fs::read_to_string(&path).unwrap(), "");
    fixture.diff(&from, &to, &["--output", "words.txt"]).expect(0, &["Wrote words.txt"]);
    let words = fs::read_to_string(fixture.project.path().join("words.txt")).unwrap();
    assert!(words.starts_with("Adds table Post and table User"), "{words}");
    fixture
        .diff(&from, &to, &["--output", "prisma"])
        .expect(2, &["prisma is there and is no file"]);
    fixture
        .diff(&from, &to, &["--output", "no/such/out.sql"])
        .expect(3, &["Create the folder no/such first."]);
    fixture.diff(&from, &to, &["--output", "prisma", "--exit-code"]).expect(1, &["is no file"]);
}

#[test]
fn with_exit_code_whatever_is_no_answer_exits_1() {
    let fixture = fixture(Place::Sqlite);
    fs::write(fixture.project.path().join("broken.prisma"), "model A {\n  id Strin\n}\n").unwrap();
    fs::write(
        fixture.project.path().join("postgres.prisma"),
        "datasource db {\n  provider = \"postgresql\"\n}\n\nmodel A {\n  id Int @id\n}\n",
    )
    .unwrap();
    let cases: [(&[&str], i32, &str); 15] = [
        (&["--from-empty"], 2, "required arguments were not provided"),
        (&["--to-schema"], 2, "required arguments were not provided"),
        (&["--from-empty", "--from-schema", "--to-empty"], 2, "cannot be used with"),
        (&["--from-empty", "--from-empty", "--to-schema"], 2, "cannot be used multiple times"),
        (&["--from-empty", "--to-schema", "a", "--to-schema", "b"], 2, "multiple times"),
        (&["--from-empty", "--to-empty"], 2, "Both sides are empty"),
        (&["--from-empty", "--to-schema", "none.prisma"], 2, "Correct --to-schema."),
        (&["--from-schema", "broken.prisma", "--to-schema"], 2, "broken.prisma:2"),
        (
            &["--from-migrations", "none", "--to-schema"],
            2,
            "The migrations folder none does not exist",
        ),
        (&["--from-schema", "postgres.prisma", "--to-schema"], 2, "from PostgreSQL, to SQLite"),
        (&["--from-database", "file:none.db", "--to-schema"], 3, "none.db does not exist"),
        (&["--from-database", "", "--to-schema"], 2, "The database URL is empty"),
        (&["--from-database", "mysql://a:b@c/d", "--to-schema"], 2, "begins with mysql:"),
        (&["--from-empty", "--to-schema", "--rename", "a=b=c"], 2, "--rename"),
        (
            &["--from-empty", "--to-schema", "--rename", "a.b=c.d"],
            2,
            "A rename hint cannot be followed",
        ),
    ];
    for (flags, code, part) in cases {
        let words = [&["migrate", "diff"], flags].concat();
        fixture.project.run(&fixture.empty, &words).expect(code, &[part]);
        let words = [words.as_slice(), &["--exit-code"]].concat();
        fixture.project.run(&fixture.empty, &words).expect(1, &[part]);
        let words = [words.as_slice(), &["--json"]].concat();
        let outcome = fixture.project.run(&fixture.empty, &words);
        assert_eq!(outcome.code, 1, "{outcome}");
        assert!(outcome.document()["error"]["message"].is_string(), "{outcome}");
    }
}

#[test]
fn migrations_that_cannot_be_trusted_have_no_state() {
    let fixture = fixture(Place::Sqlite);
    fixture.project.succeed(
        &fixture.first,
        &["migrate", "dev", "--name", "20240101000002_second", "--allow-warnings"],
    );
    let (from, to) = (["migrations".to_owned()], ["schema".to_owned()]);
    fixture.diff(&from, &to, &["--exit-code"]).expect(0, &["No difference."]);

    let second = fixture.project.migration("_second");
    let sql = fs::read_to_string(second.join("migration.sql")).unwrap();
    fs::write(second.join("migration.sql"), format!("{sql}-- edited\n")).unwrap();
    fixture.diff(&from, &to, &["--exit-code"]).expect(
        1,
        &["artifact-not-sealed", "20240101000002_second:", "Restore them from version control"],
    );
    fs::write(second.join("migration.sql"), sql).unwrap();

    // Without the first, the second starts from nowhere.
    let first = fixture.project.migration("_first");
    fs::rename(&first, fixture.project.path().join("aside")).unwrap();
    fixture
        .diff(&from, &to, &["--exit-code"])
        .expect(1, &["broken-chain", "it does not start where the one before it ends"]);
    fs::rename(fixture.project.path().join("aside"), &first).unwrap();

    fs::remove_file(second.join("after.prisma")).unwrap();
    fixture
        .diff(&from, &to, &["--exit-code"])
        .expect(1, &["invalid-local-artifacts", "after.prisma"]);
}

#[test]
fn unreachable_and_forbidden_databases_are_named_without_a_password() {
    let place = Place::Postgres(server::newest());
    let fixture = fixture(place);
    // Bound and not listened on for PostgreSQL.
    let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let url = format!("postgresql://{USER}:{PASSWORD}@127.0.0.1:{port}/shop");
    let unreachable = ["database".to_owned(), url];
    let outcome = fixture.diff(&unreachable, &["schema".to_owned()], &[]);
    outcome.expect(3, &[&format!("From PostgreSQL shop at 127.0.0.1:{port}, schema public")]);
    let missing = ["database".to_owned(), server::newest().url("no_such_database")];
    fixture.diff(&["schema".to_owned()], &missing, &[]).expect(3, &["no_such_database"]);
    // A word in the wrong place may hold a password too.
    let url = server::newest().url("postgres");
    let words = ["migrate", "diff", "--from-empty", "--to-schema", "first.prisma", url.as_str()];
    fixture.project.run(&fixture.empty, &words).expect(2, &["unexpected argument"]);
}

#[test]
fn a_database_that_only_reads_is_enough() {
    let place = Place::Postgres(server::newest());
    let fixture = fixture(place);
    let role = format!("reader_{}", fixture.first.url().rsplit('/').next().unwrap());
    fixture
        .first
        .connect()
        .execute(&format!(
            "CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'; \
             ALTER ROLE {role} SET default_transaction_read_only = on; \
             GRANT USAGE ON SCHEMA public TO {role}; \
             GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}"
        ))
        .unwrap();
    let url = fixture.first.url().replacen(USER, &role, 1);
    let from = ["database".to_owned(), url];
    fixture
        .diff(&from, &["migrations".to_owned()], &["--exit-code"])
        .expect(0, &["No difference."]);
    fixture.first.connect().execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}")).unwrap();
}

#[test]
fn without_any_project_two_databases_are_compared() {
    let project = project(Provider::Sqlite);
    let (left, right) = (TestDatabase::create(Place::Sqlite), TestDatabase::create(Place::Sqlite));
    left.connect().execute("CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT)").unwrap();
    right.connect().execute("CREATE TABLE a (id INTEGER PRIMARY KEY, y TEXT)").unwrap();
    let (from, to) = (left.url(), right.url());
    let words = ["migrate", "diff", "--from-url", &from, "--to-url", &to];
    project.run(&left, &words).expect(0, &["Adds a.y, drops a.x"]);
}

#[test]
fn comon_orm_migrations_and_the_tables_that_they_made_are_one_state() {
    for place in Place::of_each_provider() {
        let project = project(place.provider());
        let folder = format!("{}/tests/comon_orm/{}", env!("CARGO_MANIFEST_DIR"), place.provider());
        let database = TestDatabase::create(place);
        let made = fs::read_to_string(format!("{folder}/database.sql")).unwrap();
        database.connect().execute(&made).unwrap();
        let url = database.url();
        let words = ["migrate", "diff", "--from-empty", "--to-migrations", &folder, "--exit-code"];
        project.run(&database, &words).expect(2, &["Adds table posts and table users"]);
        let words =
            ["migrate", "diff", "--from-migrations", &folder, "--to-database", &url, "--exit-code"];
        project.run(&database, &words).expect(
            0,
            &[
                "No difference.",
                "note: Tables that comon_orm laid out in its own way are taken as they are.",
            ],
        );
    }
}

#[test]
fn the_schemas_that_the_datasource_lists_are_looked_at() {
    let place = Place::Postgres(server::newest());
    let project = project(Provider::Postgresql);
    let database = TestDatabase::create(place);
    fs::write(
        project.path().join("prisma/schema.prisma"),
        "datasource db {
  provider = \"postgresql\"
  url      = env(\"PROJECT_DATABASE_URL\")
  schemas  = [\"public\", \"audit\"]
}

model User {
  id Int @id

  @@schema(\"public\")
}

model Entry {
  id Int @id

  @@schema(\"audit\")
}
",
    )
    .unwrap();
    project.succeed(&database, &["db", "push"]).expect(0, &["Pushed"]);
    database.connect().execute("CREATE TABLE audit.extra (id INT PRIMARY KEY)").unwrap();
    let diff = |from: &str, to: &str| {
        project.run(&database, &["migrate", "diff", from, to, "--exit-code"])
    };
    diff("--from-database", "--to-schema").expect(2, &["Drops table audit.extra"]);
    project.run(&database, &["db", "push"]).expect(1, &["drop-table:audit.extra"]);
    let url = database.url();
    let words = ["migrate", "diff", "--from-empty", "--to-url", &url, "--script"];
    let script = project.run(&database, &words).stdout;
    for part in ["CREATE SCHEMA IF NOT EXISTS \"audit\"", "\"audit\".\"extra\"", "\"User\""] {
        assert!(script.contains(part), "{part} is missing in\n{script}");
    }
}
