//! Projects that began with comon_orm, gone on with under comon. `continued_projects/<provider>`
//! holds three migrations as comon_orm writes them and the database that it made of them: its
//! column types, its inline UNIQUE constraints, its keys without actions, its missing indexes;
//! on SQLite a history of an early release, without the last two columns.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::project::Project;
use std::fs;
use std::path::{Path, PathBuf};

const NAMES: [&str; 3] =
    ["20230501100000_init", "20230502100000_nickname", "20230503100000_untitled"];

/// The schema of that moment, as a person formats it.
const MODELS: &str = r#"enum Role {
  admin
  member
}

model User {
  id        Int      @id @default(autoincrement())
  email     String   @unique
  role      Role     @default(member)
  createdAt DateTime @default(now()) @map("created_at")
  visits    BigInt
  balance   Decimal
  profile   Json?
  nickname  String?
  posts     Post[]

  @@map("users")
}

model Post {
  id       String  @id
  title    String?
  authorId Int     @map("author_id")
  author   User    @relation(fields: [authorId], references: [id])

  @@unique([authorId, title])
  @@index([title])
  @@map("posts")
}
"#;

fn fixture(place: Place) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/continued_projects");
    root.join(place.provider().name())
}

/// A checkout with comon_orm's directories.
fn checkout(place: Place) -> Project {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
    project.copy_migrations(&fixture(place), &NAMES);
    project.write_schema(MODELS);
    project
}

/// The same with the database that comon_orm left.
fn taken_over(place: Place) -> (Project, TestDatabase) {
    let database = TestDatabase::create(place);
    let content = fs::read_to_string(fixture(place).join("database.sql")).unwrap();
    database.connect().execute(&content).unwrap();
    (checkout(place), database)
}

/// comon_orm's rows, as they were.
fn old_rows(database: &TestDatabase) -> Vec<Vec<Option<String>>> {
    let sql = "SELECT name, CAST(applied_at AS TEXT), CAST(statement_count AS TEXT), kind, \
               target_name, provider, checksum, before_schema, after_schema \
               FROM _comon_orm_migrations WHERE name < '2024' ORDER BY name";
    database.connect().rows(sql).unwrap()
}

fn people(database: &TestDatabase) -> Vec<Vec<Option<String>>> {
    let sql = "SELECT u.email, CAST(u.visits AS TEXT), p.id, p.title \
               FROM users u JOIN posts p ON p.author_id = u.id ORDER BY u.email";
    database.connect().rows(sql).unwrap()
}

#[test]
fn database_of_comon_orm_is_in_order_and_only_read() {
    for place in Place::of_each_provider() {
        let (project, database) = taken_over(place);
        let status = project.succeed(&database, &["migrate", "status"]);
        // What its layout has of its own is told, and so is the row whose text differs.
        status.expect(0, &["users.created_at", "posts_title_idx", "comon_orm", "mean the same"]);
        let (code, document) = project.json(&database, &["migrate", "status"]);
        assert_eq!(
            (code, document["pending"].as_array().map(Vec::len)),
            (0, Some(0)),
            "{document}"
        );
        project.succeed(&database, &["history"]).expect(0, &NAMES);
        project.succeed(&database, &["migrate", "deploy"]);
        let upgraded = database.connect().rows("SELECT seq FROM _comon_orm_migrations");
        assert!(upgraded.is_err(), "nothing was to do, and the table was upgraded");
    }
}

#[test]
fn directories_of_comon_orm_are_reviewed() {
    for place in Place::of_each_provider() {
        let project = checkout(place);
        let init = project.run_with("", &["review", NAMES[0]]);
        init.expect(0, &["users", "posts"]);
        let drop = project.run_with("", &["review", NAMES[1]]);
        assert!(!drop.text().contains("broken-chain"), "{drop}");
    }
}

#[test]
fn new_database_is_deployed_from_directories_of_comon_orm() {
    for place in Place::of_each_provider() {
        let project = checkout(place);
        let database = TestDatabase::create(place);
        let refused = project.run(&database, &["migrate", "deploy"]);
        refused.expect(1, &["dropping column users.legacy_code", "--allow drop-column:"]);
        if matches!(place, Place::Sqlite) {
            refused.expect(1, &["nobody reviewed it", "--allow unreviewed-sql"]);
        }
        // The SQL that adds a column and drops one rebuilds nothing.
        assert!(!refused.text().contains("table users must be recreated"), "{refused}");
        project.succeed(&database, &["migrate", "deploy", "--allow-warnings"]);
        let mut connection = database.connect();
        // Its SQL ran as it stands.
        let columns = match place {
            Place::Sqlite => "SELECT type FROM pragma_table_info('users') WHERE name = 'visits'",
            Place::Postgres(_) => {
                "SELECT data_type::text FROM information_schema.columns \
                 WHERE table_name = 'users' AND column_name = 'created_at'"
            }
        };
        let expected =
            if matches!(place, Place::Sqlite) { "TEXT" } else { "timestamp with time zone" };
        assert_eq!(connection.text(columns), expected);
        connection
            .execute(
                "INSERT INTO users (email, visits, balance) VALUES ('x', '1', 1); \
                 INSERT INTO posts (id, title, author_id) VALUES ('p', NULL, 1)",
            )
            .unwrap();
        project.succeed(&database, &["migrate", "status"]);
    }
}

#[test]
fn chain_and_history_go_on_where_comon_orm_stopped() {
    for place in Place::of_each_provider() {
        let (project, database) = taken_over(place);
        let (rows, content) = (old_rows(&database), people(&database));
        let age = MODELS.replace("  nickname ", "  age       Int?\n  nickname ");
        project.write_schema(&age);
        project.succeed(&database, &["migrate", "dev", "--name", "20240101000000_age"]);
        let folder = project.migration("_age");
        let sql = fs::read_to_string(folder.join("migration.sql")).unwrap();
        assert!(sql.contains("ALTER TABLE \"users\" ADD COLUMN \"age\" INTEGER;"), "{sql}");
        assert_eq!(sql.matches(';').count(), 1, "more than the one change\n{sql}");
        let before = fs::read_to_string(folder.join("before.prisma")).unwrap();
        assert!(before.contains("nickname") && !before.contains("url"), "{before}");

        // A second one touches the same tables, and a foreign key and a default with them.
        let more = age
            .replace("references: [id])", "references: [id], onDelete: Cascade)")
            .replace("@default(member)", "@default(admin)");
        project.write_schema(&more);
        let dev = ["migrate", "dev", "--name", "20240102000000_more", "--allow-warnings"];
        project.succeed(&database, &dev);
        assert_eq!((old_rows(&database), people(&database)), (rows, content));
        let sql = "SELECT name, CAST(seq AS TEXT) FROM _comon_orm_migrations \
                   WHERE executor_version IS NOT NULL ORDER BY name";
        assert_eq!(database.connect().rows(sql).unwrap().len(), 2);
        let status = project.succeed(&database, &["migrate", "status"]);
        assert!(!status.text().contains("before.prisma of 2024"), "{status}");

        // And from nothing, all of them.
        let fresh = TestDatabase::create(place);
        project.succeed(&fresh, &["migrate", "deploy", "--allow-warnings"]);
        project.succeed(&fresh, &["migrate", "status"]);
    }
}

#[test]
fn byte_changed_in_an_applied_directory_is_noticed() {
    for place in Place::of_each_provider() {
        for (folder, file) in [(NAMES[0], "migration.sql"), (NAMES[2], "before.prisma")] {
            let (project, database) = taken_over(place);
            let path = project.migrations().join(folder).join(file);
            let text = fs::read_to_string(&path).unwrap();
            fs::write(&path, text.replacen("users", "userz", 1).replacen("posts", "postz", 1))
                .unwrap();
            let (code, status) = project.json(&database, &["migrate", "status"]);
            assert_eq!(code, 1);
            let codes = status["problems"].to_string();
            let known =
                codes.contains("checksum-mismatch") || codes.contains("artifact-not-sealed");
            assert!(known, "{place:?} {folder}/{file}: {status}");
            assert_eq!(project.run(&database, &["migrate", "deploy"]).code, 1);
        }
    }
}

#[test]
fn what_the_layout_does_not_explain_is_drift() {
    for place in Place::of_each_provider() {
        let (project, database) = taken_over(place);
        database.connect().execute("ALTER TABLE users ADD COLUMN stray INTEGER").unwrap();
        let age = MODELS.replace("  nickname ", "  age       Int?\n  nickname ");
        project.write_schema(&age);
        let refused = project.run(&database, &["migrate", "dev", "--name", "20240101000000_age"]);
        refused.expect(1, &["users.stray", "--allow drift:users.stray"]);
        assert_eq!(project.migration_names().len(), 3);
    }
}

#[test]
fn unique_constraint_is_dropped_by_hand() {
    for place in Place::of_each_provider() {
        let (project, database) = taken_over(place);
        project.write_schema(&MODELS.replace("String   @unique", "String"));
        let name = "20240101000000_email";
        let dev = ["migrate", "dev", "--name", name, "--allow-warnings"];
        let refused = project.run(&database, &dev);
        let says = ["users_email_key", "unique constraint of users", "comon migrate seal"];
        refused.expect(1, &says);
        assert_eq!(project.migration_names().len(), 3);

        project.run(&database, &["migrate", "dev", "--name", name, "--create-only"]);
        let refused = project.run(&database, &["migrate", "deploy", "--allow-warnings"]);
        refused.expect(1, &["unique constraint of users", &format!("comon migrate seal {name}")]);
        if matches!(place, Place::Sqlite) {
            continue;
        }
        // As the refusal says.
        let line = "ALTER TABLE \"users\" DROP CONSTRAINT IF EXISTS \"users_email_key\"; \
                    DROP INDEX IF EXISTS \"users_email_key\";";
        refused.expect(1, &[line]);
        let file = project.migration("_email").join("migration.sql");
        let sql = fs::read_to_string(&file).unwrap();
        fs::write(&file, sql.replace("DROP INDEX \"users_email_key\";", line)).unwrap();
        project.succeed(&database, &["migrate", "seal", name]);
        project.succeed(&database, &["migrate", "deploy", "--allow-warnings"]);
        project.succeed(&database, &["migrate", "status"]);
    }
}

#[test]
fn index_that_comon_orm_never_made_is_not_dropped_blindly() {
    for place in Place::of_each_provider() {
        let (project, database) = taken_over(place);
        project.write_schema(&MODELS.replace("  @@index([title])\n", ""));
        let name = "20240101000000_index";
        let refused = project.run(&database, &["migrate", "dev", "--name", name]);
        refused.expect(1, &["posts_title_idx", "not there", "IF EXISTS"]);
        project.run(&database, &["migrate", "dev", "--name", name, "--create-only"]);
        let file = project.migration("_index").join("migration.sql");
        let sql = fs::read_to_string(&file).unwrap();
        fs::write(&file, sql.replace("DROP INDEX ", "DROP INDEX IF EXISTS ")).unwrap();
        project.succeed(&database, &["migrate", "seal", name]);
        project.succeed(&database, &["migrate", "deploy", "--allow-warnings"]);
        project.succeed(&database, &["migrate", "status"]);
    }
}

#[test]
fn migrations_of_comon_orm_are_rolled_back_and_what_they_lack_is_said() {
    for place in Place::of_each_provider() {
        let (project, database) = taken_over(place);
        let mut connection = database.connect();
        connection.execute("UPDATE posts SET title = 'none' WHERE title IS NULL").unwrap();
        let content = people(&database);
        let back = ["migrate", "rollback", "--allow-warnings"];
        project.run(&database, &back).expect(0, &["Rolled back 20230503100000_untitled: "]);
        assert!(
            connection.execute("UPDATE posts SET title = NULL").is_err(),
            "it is required again"
        );
        let second = project.run(&database, &back);
        second.expect(
            0,
            &["Rolled back 20230502100000_nickname: ", "The values of users.legacy_code"],
        );
        assert_eq!(people(&database), content);
        let rows =
            connection.rows("SELECT legacy_code FROM users WHERE legacy_code IS NULL").unwrap();
        assert!(!rows.is_empty());
        let status = project.run(&database, &["migrate", "status"]);
        status.expect(1, &["Not clean: rolled-back."]);
        // Its rows hold no SQL, and what is planned anew is not what it wrote.
        fs::remove_dir_all(project.migrations().join(NAMES[1])).unwrap();
        let lost = project.run(&database, &["migrate", "restore", NAMES[1]]);
        lost.expect(
            1,
            &["error[cannot-restore]", "migration.sql: the history row does not store it"],
        );
    }
}
