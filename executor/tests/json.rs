//! `--json` on both databases: every command prints one document with a version, on success, on
//! refusal and on failure alike, and nothing else on standard output. And the seed example, to
//! the letter, through the binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::project::Project;
use std::fs;

const BEFORE: &str = r#"model User {
  id         Int     @id @default(autoincrement())
  legacyCode String? @map("legacy_code")
  posts      Post[]

  @@map("users")
}

model Post {
  id       Int    @id @default(autoincrement())
  title    String
  authorId Int    @map("author_id")
  author   User   @relation(fields: [authorId], references: [id])

  @@map("posts")
}
"#;

/// The schema with a status, its index, and without the legacy code.
fn after() -> String {
    BEFORE
        .replace("  legacyCode String? @map(\"legacy_code\")\n", "")
        .replace(
            "references: [id])\n",
            "references: [id])\n  status   String @default(\"draft\")\n",
        )
        .replace("  @@map(\"posts\")", "  @@index([authorId, status])\n  @@map(\"posts\")")
}

#[test]
fn every_command_prints_one_document() {
    for place in Place::of_each_provider() {
        let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
        let development = TestDatabase::create(place);
        project.write_schema(BEFORE);
        let expect = |code: i32, arguments: &[&str]| {
            let (found, document) = project.json(&development, arguments);
            assert_eq!(found, code, "{arguments:?}\n{document:#}");
        };
        expect(0, &["check"]);
        expect(0, &["format", "--check"]);
        expect(0, &["migrate", "dev", "--name", "20240101000001_first"]);
        expect(0, &["migrate", "dev", "--name", "20240101000002_nothing"]);
        project.write_schema(&after());
        expect(1, &["migrate", "dev", "--name", "20240101000002_second"]);
        expect(0, &["migrate", "dev", "--name", "20240101000002_second", "--create-only"]);
        expect(1, &["migrate", "status"]);
        // A gating warning is what a pipeline wants to stop at.
        expect(1, &["review"]);
        expect(1, &["migrate", "deploy"]);
        expect(0, &["migrate", "deploy", "--dry-run", "--allow-warnings"]);
        expect(0, &["migrate", "deploy", "--allow-warnings"]);
        expect(0, &["migrate", "deploy"]);
        expect(0, &["migrate", "status"]);
        expect(0, &["history"]);
        expect(0, &["migrate", "resolve", "--rolled-back", "20240101000002_second"]);
        expect(1, &["migrate", "deploy"]);
        expect(0, &["migrate", "resolve", "--applied", "20240101000002_second"]);
        expect(0, &["migrate", "status"]);
        project.write_schema("model Broken {\n");
        expect(2, &["check"]);
        expect(2, &["migrate", "dev", "--name", "20240101000003_third"]);
    }
}

#[test]
fn dry_run_changes_nothing() {
    for place in Place::of_each_provider() {
        let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
        project.write_schema(BEFORE);
        let development = TestDatabase::create(place);
        project.succeed(&development, &["migrate", "dev", "--name", "20240101000001_first"]);
        let fresh = TestDatabase::create(place);
        let before = comon_tests::catalogue::describe(&fresh);
        let outcome = project.succeed(&fresh, &["migrate", "deploy", "--dry-run"]);
        outcome.expect(0, &["20240101000001_first"]);
        project.run(&fresh, &["migrate", "status"]);
        assert_eq!(comon_tests::catalogue::describe(&fresh), before);
    }
}

#[test]
fn seed_example_comes_out_to_the_letter() {
    for place in Place::of_each_provider() {
        let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
        let development = TestDatabase::create(place);
        project.write_schema(BEFORE);
        let first =
            project.succeed(&development, &["migrate", "dev", "--name", "20240101000001_first"]);
        let target = match place {
            Place::Postgres(_) => "PostgreSQL ",
            Place::Sqlite => "SQLite ",
        };
        assert!(first.stdout.starts_with(target), "the first line names the target\n{first}");
        project.write_schema(&after());
        let dev = ["migrate", "dev", "--name", "20240101000002_second", "--allow-warnings"];
        project.succeed(&development, &dev);
        let read =
            |file: &str| fs::read_to_string(project.migration("_second").join(file)).unwrap();
        let sql = read("migration.sql");
        for line in [
            "ALTER TABLE \"posts\" ADD COLUMN \"status\" TEXT NOT NULL DEFAULT 'draft';",
            "CREATE INDEX \"posts_author_id_status_idx\" ON \"posts\" (\"author_id\", \"status\");",
        ] {
            assert!(sql.lines().any(|each| each == line), "`{line}` is missing in\n{sql}");
        }
        let warnings = read("warnings.txt");
        assert_eq!(warnings, "Potential data loss: dropping column users.legacy_code.\n");

        project.write_schema(
            &after().replace("references: [id])", "references: [id], onDelete: Cascade)"),
        );
        let dev = ["migrate", "dev", "--name", "20240101000003_third", "--create-only"];
        project.succeed(&development, &dev);
        let warnings =
            fs::read_to_string(project.migration("_third").join("warnings.txt")).unwrap();
        let expected = match place {
            Place::Postgres(_) => "",
            Place::Sqlite => {
                "Potential rebuild: SQLite table posts must be recreated to apply relation or \
                 type changes.\n"
            }
        };
        assert_eq!(warnings, expected);
        // What is written is what is deployed elsewhere.
        let fresh = TestDatabase::create(place);
        project.succeed(&fresh, &["migrate", "deploy", "--allow-warnings"]);
        project.succeed(&fresh, &["migrate", "status"]);
    }
}
