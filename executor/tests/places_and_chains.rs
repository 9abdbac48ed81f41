//! What a project's places, its command line and its folder may be in real life: URLs in every
//! common form, refusals as JSON, a folder that lacks an applied migration, edited SQL that does
//! more than its schema says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::project::{Outcome, Project};
use comon_tests::server::{self, PASSWORD};
use planner_core::provider::Provider;
use std::fs;

const DEPLOY: [&str; 2] = ["migrate", "deploy"];
const STATUS: [&str; 2] = ["migrate", "status"];

const VERSIONS: [&str; 3] = [
    "model User {
  id   Int     @id
  name String?
}
",
    "model User {
  id    Int     @id
  name  String?
  email String?
}
",
    "model User {
  id    Int     @id
  name  String?
  email String?
  age   Int?
}
",
];

fn project(provider: Provider) -> Project {
    Project::new(env!("CARGO_BIN_EXE_comon"), provider)
}

/// A project with three migrations, applied to a development database.
fn three_migrations(place: Place) -> (Project, TestDatabase) {
    let project = project(place.provider());
    let database = TestDatabase::create(place);
    for (at, schema) in VERSIONS.iter().enumerate() {
        project.write_schema(schema);
        let name = format!("2024010100000{at}_step");
        project.succeed(&database, &["migrate", "dev", "--name", &name]);
    }
    (project, database)
}

#[test]
fn folder_that_lacks_an_applied_migration_has_no_broken_chain_besides() {
    for place in Place::of_each_provider() {
        let (project, _) = three_migrations(place);
        let database = TestDatabase::create(place);
        let second = project.migration("1_step");
        project.succeed(&database, &["migrate", "deploy", "--to", "20240101000001_step"]);
        fs::remove_dir_all(&second).unwrap();
        for command in [STATUS, DEPLOY] {
            let outcome = project.run(&database, &command);
            outcome.expect(1, &["applied-migration-missing-locally", "fetch the commit"]);
            assert!(!outcome.text().contains("broken-chain"), "{outcome}");
        }
    }
}

#[test]
fn folder_that_lacks_a_migration_never_applied_has_a_broken_chain() {
    let (project, _) = three_migrations(Place::Sqlite);
    let database = TestDatabase::create(Place::Sqlite);
    project.succeed(&database, &["migrate", "deploy", "--to", "20240101000000_step"]);
    fs::remove_dir_all(project.migration("1_step")).unwrap();
    project.run(&database, &DEPLOY).expect(1, &["broken-chain"]);
}

#[test]
fn edited_sql_that_leaves_more_than_its_schema_says_is_rolled_back() {
    for place in Place::of_each_provider() {
        let (project, _) = three_migrations(place);
        let database = TestDatabase::create(place);
        project.succeed(&database, &["migrate", "deploy", "--to", "20240101000001_step"]);
        database.connect().execute("CREATE TABLE there_before (a INTEGER)").unwrap();
        let sql = project.migration("2_step").join("migration.sql");
        let planned = fs::read_to_string(&sql).unwrap();
        fs::write(&sql, format!("{planned}\nCREATE TABLE stray (a INTEGER);\n")).unwrap();
        project.succeed(&database, &["migrate", "seal", "20240101000002_step"]);
        let outcome = project.run(&database, &["migrate", "deploy", "--allow-warnings"]);
        outcome.expect(3, &["unexpected-result", "Table stray", "nothing of it is left"]);
        assert!(!outcome.text().contains("there_before"), "{outcome}");

        // What was there before is not its doing, and rows may be written.
        let backfill = "UPDATE \"User\" SET \"age\" = 7;";
        fs::write(&sql, format!("{planned}\n{backfill}\n")).unwrap();
        project.succeed(&database, &["migrate", "seal", "20240101000002_step"]);
        project.succeed(&database, &["migrate", "deploy", "--allow-warnings"]);
    }
}

#[test]
#[cfg(unix)]
fn link_in_the_place_of_the_lock_file_is_left_alone() {
    let (project, _) = three_migrations(Place::Sqlite);
    let precious = project.path().join("precious.txt");
    std::fs::write(&precious, "precious").unwrap();
    let database = project.path().join("locked.db");
    std::os::unix::fs::symlink(&precious, project.path().join("locked.db.comon-lock")).unwrap();
    let url = format!("file:{}", database.display());
    let outcome = project.run_with(&url, &["migrate", "deploy", "--create-database"]);
    outcome.expect(3, &["locked.db.comon-lock is a link", "Move it away"]);
    assert_eq!(std::fs::read_to_string(&precious).unwrap(), "precious");
}

#[test]
fn dry_run_creates_no_database() {
    for place in Place::of_each_provider() {
        let (project, _) = three_migrations(place);
        let url = TestDatabase::create(place).url();
        let name = "comon_never_created";
        let missing = match place.provider() {
            Provider::Sqlite => format!("file:{}/{name}.db", project.path().display()),
            Provider::Postgresql => {
                let start = url.rfind('/').unwrap();
                format!("{}/{name}", &url[..start])
            }
        };
        for _ in 0..2 {
            let outcome = project
                .run_with(&missing, &["migrate", "deploy", "--dry-run", "--create-database"]);
            outcome.expect(3, &["does not exist", "--from-empty --to-migrations"]);
        }
    }
}

#[test]
fn deploys_that_create_the_same_database_at_once_all_work() {
    let place = Place::Postgres(server::newest());
    let (project, database) = three_migrations(place);
    let url = database.url();
    let name = format!("comon_at_once_{}", std::process::id());
    let start = url.rfind('/').unwrap();
    let url = format!("{}/{name}", &url[..start]);
    let outcomes: Vec<Outcome> = std::thread::scope(|scope| {
        let deploy = || project.run_with(&url, &["migrate", "deploy", "--create-database"]);
        let running: Vec<_> = (0..6).map(|_| scope.spawn(deploy)).collect();
        running.into_iter().map(|each| each.join().unwrap()).collect()
    });
    database.connect().execute(&format!("DROP DATABASE {name}")).unwrap();
    for outcome in outcomes {
        assert_eq!(outcome.code, 0, "{outcome}");
    }
}

#[test]
fn command_line_that_cannot_be_read_is_a_document_too_and_hides_passwords() {
    let project = project(Provider::Postgresql);
    let url = format!("postgresql://ann:{PASSWORD}@127.0.0.1/shop");
    let wrong: [(&str, &[&str]); 4] = [
        ("migrate resolve", &["migrate", "resolve"]),
        ("migrate deploy", &["migrate", "deploy", "--wait", "soon"]),
        ("migrate deploy", &["migrate", "deploy", &url]),
        ("", &["deploi"]),
    ];
    for (command, words) in wrong {
        project.run_with("", words).expect(2, &["error:", "--help"]);
        let outcome = project.run_with("", &[words, &["--json"]].concat());
        assert_eq!(outcome.code, 2, "{outcome}");
        let document = outcome.document();
        assert_eq!(document["command"], command, "{outcome}");
        assert_eq!(document["exitCode"], 2, "{outcome}");
        assert_eq!(document["error"]["id"], "usage", "{outcome}");
    }
}

#[test]
fn env_file_may_begin_with_a_byte_order_mark() {
    let project = project(Provider::Sqlite);
    let schema = "datasource db {\n  provider = \"sqlite\"\n  url      = env(\"MARKED_URL\")\n}\n";
    fs::write(project.path().join("prisma/schema.prisma"), schema).unwrap();
    fs::write(project.path().join("prisma/.env"), "\u{feff}MARKED_URL=\"file:marked.db\"\r\n")
        .unwrap();
    project.run_with("", &STATUS).expect(3, &["marked.db does not exist"]);
}

#[test]
fn schema_of_the_url_gives_way_to_schemas_that_the_datasource_lists() {
    let project = project(Provider::Postgresql);
    let database = TestDatabase::create(Place::Postgres(server::newest()));
    let schema = "datasource db {
  provider = \"postgresql\"
  url      = env(\"PROJECT_DATABASE_URL\")
  schemas  = [\"public\", \"shop\"]
}

generator client {
  provider        = \"prisma-client-js\"
  previewFeatures = [\"multiSchema\"]
}

model User {
  id    Int    @id
  items Item[]

  @@schema(\"public\")
}

model Item {
  id     Int  @id
  userId Int
  user   User @relation(fields: [userId], references: [id])

  @@schema(\"shop\")
}
";
    fs::write(project.path().join("prisma/schema.prisma"), schema).unwrap();
    let url = database.url();
    let url = format!("{}?schema=shop", url.split('?').next().unwrap());
    let outcome = project.run_with(&url, &["migrate", "dev", "--name", "20240101000000_first"]);
    outcome.expect(0, &["schema public", "schema=shop of the URL does not count"]);
    project.run_with(&url, &STATUS).expect(0, &["Up to date"]);
    let mut connection = database.connect();
    let question = "SELECT string_agg(schemaname || '.' || tablename, ' ' ORDER BY 1)
                    FROM pg_tables WHERE tablename IN ('User', 'Item')";
    assert_eq!(
        connection.text(&question.replace("ORDER BY 1", "ORDER BY tablename")),
        "shop.Item public.User"
    );
}

#[test]
fn dry_run_names_what_a_rebuild_keeps() {
    let project = project(Provider::Sqlite);
    let development = TestDatabase::create(Place::Sqlite);
    for (name, number) in [("20240101000000_first", "Int"), ("20240101000001_rebuild", "String")] {
        project.write_schema(&format!("model Item {{\n  id Int @id\n  n  {number}\n}}\n"));
        let dev = ["migrate", "dev", "--name", name, "--allow-warnings"];
        project.succeed(&development, &dev);
    }
    let database = TestDatabase::create(Place::Sqlite);
    project.succeed(&database, &["migrate", "deploy", "--to", "20240101000000_first"]);
    database.connect().execute("CREATE VIEW numbers AS SELECT n FROM \"Item\"").unwrap();
    let dry = ["migrate", "deploy", "--dry-run", "--allow-warnings"];
    project.succeed(&database, &dry).expect(0, &["-- keeps view numbers"]);
    let (_, document) = project.json(&database, &dry);
    assert_eq!(document["scripts"][0]["kept"][0], "view numbers", "{document:#}");
    project
        .run(&database, &["migrate", "deploy", "--allow-warnings"])
        .expect(0, &["kept view numbers"]);
}

#[test]
fn unusable_migrations_are_refused_without_a_plan_that_ignores_them() {
    let (project, database) = three_migrations(Place::Sqlite);
    fs::remove_file(project.migration("2_step").join("after.prisma")).unwrap();
    let outcome = project.run(&database, &["migrate", "dev", "--name", "more"]);
    outcome.expect(1, &["invalid-local-artifacts", "after.prisma"]);
    assert!(!outcome.text().contains("CREATE TABLE"), "{outcome}");
}
