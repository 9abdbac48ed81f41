//! `comon db pull` as the person at the keyboard meets it: what is written and what is never
//! touched, with and without a schema, in one file and in several.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::project::Project;
use comon_tests::server;
use planner_core::provider::Provider;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};

const TABLES: &str = "CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, \
     email TEXT NOT NULL);\
     CREATE UNIQUE INDEX users_email_key ON users (email);\
     CREATE TABLE posts (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, user_id INTEGER NOT NULL, \
     CONSTRAINT posts_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) \
     ON DELETE CASCADE ON UPDATE CASCADE);\
     CREATE VIEW authors AS SELECT email FROM users";

const MODELS: &str = "model User {
  id    Int    @id @default(autoincrement())
  email String @unique // to write to
  posts Post[]

  @@map(\"users\")
}

model Post {
  id     Int  @id @default(autoincrement())
  user   User @relation(fields: [userId], references: [id], onDelete: Cascade)
  userId Int  @map(\"user_id\")

  @@map(\"posts\")
}
";

fn project(tables: &str) -> (Project, TestDatabase) {
    let database = TestDatabase::create(Place::Sqlite);
    database.connect().execute(tables).unwrap();
    (Project::new(env!("CARGO_BIN_EXE_comon"), Provider::Sqlite), database)
}

fn schema(project: &Project) -> String {
    fs::read_to_string(project.path().join("prisma/schema.prisma")).unwrap()
}

#[test]
fn a_new_schema_is_written_where_there_is_none() {
    let (project, database) = project(TABLES);
    let url = database.url();
    let pulled = project.run(&database, &["db", "pull", "--url", &url]);
    pulled.expect(0, &["SQLite /", "Wrote prisma/schema.prisma: 2 models.", "Next: comon check"]);
    pulled.expect(0, &["Left out of the schema:", "view authors", "previewFeatures = [\"views\"]"]);
    let text = schema(&project);
    assert!(text.contains(&format!("url      = \"{url}\"")), "{text}");
    assert!(text.contains("user    users @relation(fields: [user_id]"), "{text}");
    project.run(&database, &["check"]).expect(0, &["is valid"]);
    // It can be read by everyone who may read the project.
    let mode = fs::metadata(project.path().join("prisma/schema.prisma")).unwrap().mode();
    assert_eq!(mode & 0o777, 0o644);
    // What it says is what the database holds.
    project.run(&database, &["db", "pull"]).expect(0, &["already says what the database holds"]);
    assert_eq!(schema(&project), text);
}

#[test]
fn a_url_with_a_password_never_goes_into_the_schema() {
    let database = TestDatabase::create(Place::Postgres(server::newest()));
    database.connect().execute("CREATE TABLE t (id int PRIMARY KEY)").unwrap();
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), Provider::Postgresql);
    let url = database.url();
    project.run(&database, &["db", "pull", "--url", &url]).expect(0, &["PostgreSQL ", "1 model."]);
    assert!(schema(&project).contains("url      = env(\"DATABASE_URL\")"), "{}", schema(&project));
    fs::remove_file(project.path().join("prisma/schema.prisma")).unwrap();
    project.succeed(&database, &["db", "pull", "--url-env", "PROJECT_DATABASE_URL"]);
    let expected = "url      = env(\"PROJECT_DATABASE_URL\")";
    assert!(schema(&project).contains(expected), "{}", schema(&project));
}

#[test]
fn schemas_are_listed_in_a_new_datasource_only() {
    let database = TestDatabase::create(Place::Postgres(server::newest()));
    let sql = "CREATE SCHEMA audit; CREATE TABLE audit.log (id int PRIMARY KEY)";
    database.connect().execute(sql).unwrap();
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), Provider::Postgresql);
    let pull = ["db", "pull", "--url-env", "PROJECT_DATABASE_URL", "--schemas", "public,audit"];
    project.succeed(&database, &pull);
    let text = schema(&project);
    assert!(text.contains("schemas  = [\"public\", \"audit\"]"), "{text}");
    assert!(text.contains("@@schema(\"audit\")"), "{text}");
    let again = project.run(&database, &pull);
    again.expect(2, &["schemas-listed-elsewhere", "Leave --schemas out"]);
}

#[test]
fn nothing_that_is_equal_is_touched() {
    let (project, database) = project(TABLES);
    project.write_schema(MODELS);
    let path = project.path().join("prisma/schema.prisma");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let before = (schema(&project), fs::metadata(&path).unwrap().ino());
    project.run(&database, &["db", "pull"]).expect(0, &["already says what the database holds"]);
    assert_eq!((schema(&project), fs::metadata(&path).unwrap().ino()), before);

    let edit = "ALTER TABLE users ADD COLUMN age INTEGER; DROP VIEW authors";
    database.connect().execute(edit).unwrap();
    let (code, document) = project.json(&database, &["db", "pull"]);
    assert_eq!((code, &document["written"]), (0, &true.into()));
    assert_eq!(
        document["changes"],
        serde_json::json!([{"kind": "changed", "block": "model", "name": "User"}])
    );
    let expected = before.0.replace("  posts Post[]\n", "  posts Post[]\n  age   Int?\n");
    assert_eq!(schema(&project), expected);
    assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o640);
}

#[test]
fn print_writes_nothing_and_prints_the_schema_alone() {
    let (project, database) = project(TABLES);
    let url = database.url();
    let printed = project.run(&database, &["db", "pull", "--print", "--url", &url]);
    assert_eq!(printed.code, 0, "{printed}");
    assert!(printed.stdout.starts_with("datasource db {\n"), "{printed}");
    assert!(printed.stdout.ends_with("}\n"), "{printed}");
    assert!(printed.stderr.starts_with("SQLite /"), "{printed}");
    assert!(!project.path().join("prisma/schema.prisma").exists());

    project.write_schema("model User {\n  id Int @id\n\n  @@map(\"users\")\n}\n");
    let before = schema(&project);
    let (_, document) = project.json(&database, &["db", "pull", "--print"]);
    let text = document["schema"].as_str().unwrap();
    assert!(text.contains("email String  @unique"), "{text}");
    assert_eq!(schema(&project), before);
}

#[test]
fn a_schema_with_errors_is_never_written_over() {
    let (project, database) = project(TABLES);
    project.write_schema("model User {\n  id Int @id @uniqe\n\n  @@map(\"users\")\n}\n");
    let before = schema(&project);
    let refused = project.run(&database, &["db", "pull"]);
    refused.expect(2, &["The schema has 1 error.", "@uniqe", "Nothing was read or written"]);
    assert_eq!(schema(&project), before);
}

#[test]
fn what_cannot_be_said_is_refused_with_the_reason_and_nothing_is_written() {
    let tables = format!("{TABLES}; CREATE TABLE \"bad\u{1}name\" (id INTEGER PRIMARY KEY)");
    let (project, database) = project(&tables);
    project.write_schema(MODELS);
    let before = schema(&project);
    let refused = project.run(&database, &["db", "pull"]);
    refused.expect(1, &["cannot-be-said", "nothing was written", "external in comon.toml"]);
    assert_eq!(schema(&project), before);
    fs::write(project.path().join("comon.toml"), "external = [\"bad*\"]\n").unwrap();
    project.run(&database, &["db", "pull"]).expect(0, &["already says what the database holds"]);
}

#[test]
fn several_files_keep_their_blocks_and_new_ones_stand_beside_related_ones() {
    let tables = format!(
        "{TABLES}; CREATE TABLE comments (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, \
         post_id INTEGER NOT NULL REFERENCES posts (id)); CREATE TABLE alone (id TEXT NOT NULL \
         PRIMARY KEY)"
    );
    let (project, database) = project(&tables);
    let folder = project.path().join("prisma/schema");
    fs::create_dir(&folder).unwrap();
    let datasource =
        "datasource db {\n  provider = \"sqlite\"\n  url      = env(\"PROJECT_DATABASE_URL\")\n}\n";
    let (user, post) = MODELS.split_once("\nmodel Post").unwrap();
    let gone = "model Gone {\n  id Int @id\n}\n";
    let files = [
        ("base.prisma", datasource.to_owned()),
        ("gone.prisma", format!("// All of it goes.\n\n{gone}")),
        ("post.prisma", format!("model Post{post}")),
        ("user.prisma", user.to_owned()),
    ];
    for (name, text) in &files {
        fs::write(folder.join(name), text).unwrap();
    }
    project
        .run(&database, &["db", "pull"])
        .expect(0, &["2 blocks added, 1 block changed, 1 block removed", "added   model comments"]);
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    assert_eq!(read("user.prisma"), user);
    assert_eq!(read("gone.prisma"), "// All of it goes.\n");
    assert!(read("base.prisma").ends_with("\nmodel alone {\n  id String @id\n}\n"));
    let post = read("post.prisma");
    assert!(post.contains("  comments comments[]\n"), "{post}");
    assert!(post.contains("\nmodel comments {\n"), "{post}");
    project.run(&database, &["check"]).expect(0, &["is valid"]);
    project.run(&database, &["db", "pull"]).expect(0, &["already says what the database holds"]);
}

#[test]
fn without_schema_and_url_both_ways_out_are_said() {
    let (project, database) = project(TABLES);
    let refused = project.run(&database, &["db", "pull"]);
    refused.expect(2, &["missing-url", "--url"]);
}
