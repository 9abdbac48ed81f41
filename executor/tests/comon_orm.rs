//! Folders and history rows that comon_orm wrote (`comon_orm/<provider>`: two migrations, and the
//! database that they were applied to) are read, verified and continued.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::project::Project;
use std::fs;
use std::path::{Path, PathBuf};

/// comon_orm's own schema of that moment, after its two migrations.
const MODELS: &str = r#"model User {
  id        Int      @id @default(autoincrement())
  email     String   @unique
  name      String?
  createdAt DateTime @map("created_at")
  posts     Post[]

  @@map("users")
}

model Post {
  id       Int    @id @default(autoincrement())
  title    String
  authorId Int    @map("author_id")
  author   User   @relation(fields: [authorId], references: [id], onDelete: NoAction, onUpdate: NoAction)

  @@map("posts")
}
"#;

const ROWS: &str = "SELECT u.email, u.name, p.title FROM users u JOIN posts p ON p.author_id = u.id \
                    ORDER BY u.email";

fn fixture(place: Place) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/comon_orm");
    root.join(place.provider().name())
}

/// A checkout with comon_orm's folders, and the database that comon_orm left.
fn taken_over(place: Place) -> (Project, TestDatabase) {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
    project.copy_migrations(&fixture(place), &["20230501100000_init", "20230502100000_posts"]);
    project.write_schema(MODELS);
    let database = TestDatabase::create(place);
    let content = fs::read_to_string(fixture(place).join("database.sql")).unwrap();
    database.connect().execute(&content).unwrap();
    (project, database)
}

#[test]
fn history_is_read_and_verified() {
    for place in Place::of_each_provider() {
        let (project, database) = taken_over(place);
        project.succeed(&database, &["migrate", "status"]);
        let history = project.succeed(&database, &["history"]);
        history.expect(0, &["20230501100000_init", "20230502100000_posts"]);
        // Reading changes nothing: the table still has comon_orm's eleven columns.
        let columns = database.connect().rows("SELECT * FROM _comon_orm_migrations WHERE 1 = 0");
        assert!(columns.unwrap().is_empty());
        let ours = database.connect().rows("SELECT seq FROM _comon_orm_migrations");
        assert!(ours.is_err(), "a read-only command upgraded the table");
    }
}

#[test]
fn changed_folder_is_noticed() {
    for place in Place::of_each_provider() {
        let (project, database) = taken_over(place);
        let file = project.migration("_init").join("migration.sql");
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, text.replace("\"name\" TEXT", "\"name\" CLOB")).unwrap();
        let status = project.run(&database, &["migrate", "status"]);
        status.expect(1, &["20230501100000_init"]);
    }
}

#[test]
fn deploy_with_nothing_pending_changes_nothing() {
    for place in Place::of_each_provider() {
        let (project, database) = taken_over(place);
        project.succeed(&database, &["migrate", "deploy"]);
        assert_eq!(database.connect().rows(ROWS).unwrap().len(), 2);
    }
}

#[test]
fn next_migration_of_ours_continues_the_chain() {
    for place in Place::of_each_provider() {
        let (project, database) = taken_over(place);
        project.write_schema(
            &MODELS.replace("  name      String?\n", "  name      String?\n  age       Int?\n"),
        );
        let dev = ["migrate", "dev", "--name", "20240101000000_age"];
        project.succeed(&database, &dev);
        let written = fs::read_to_string(project.migration("_age").join("migration.sql")).unwrap();
        assert!(written.contains("ALTER TABLE \"users\" ADD COLUMN \"age\" INTEGER;"), "{written}");
        assert_eq!(written.matches(';').count(), 1, "more than the one change\n{written}");

        let mut connection = database.connect();
        assert_eq!(connection.rows(ROWS).unwrap().len(), 2);
        let rows =
            "SELECT name, kind, provider, after_schema FROM _comon_orm_migrations ORDER BY name";
        let rows = connection.rows(rows).unwrap();
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[2][0].as_deref(), Some("20240101000000_age"));
        assert!(rows[2][3].as_deref().unwrap().contains("age"));
        project.succeed(&database, &["migrate", "status"]);
    }
}

/// A folder that comon_orm wrote and nobody applied yet.
fn write_pending(project: &Project, name: &str, before: &str, after: &str, sql: &str) {
    let folder = project.migrations().join(name);
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("before.prisma"), before).unwrap();
    fs::write(folder.join("after.prisma"), after).unwrap();
    fs::write(folder.join("migration.sql"), sql).unwrap();
}

fn last_snapshot(project: &Project) -> String {
    fs::read_to_string(project.migration("_posts").join("after.prisma")).unwrap()
}

#[test]
fn pending_folder_of_comon_orm_is_applied() {
    for place in Place::of_each_provider() {
        let (project, database) = taken_over(place);
        let before = last_snapshot(&project);
        let after = before.replace("  name String?\n", "  name String?\n  age Int?\n");
        let sql = "ALTER TABLE \"users\" ADD COLUMN \"age\" INTEGER;\n";
        write_pending(&project, "20230503100000_age", &before, &after, sql);
        project.write_schema(
            &MODELS.replace("  name      String?\n", "  name      String?\n  age       Int?\n"),
        );
        let status = project.run(&database, &["migrate", "status"]);
        status.expect(1, &["20230503100000_age"]);
        project.succeed(&database, &["migrate", "deploy", "--allow-warnings"]);
        project.succeed(&database, &["migrate", "status"]);
        database.connect().execute("UPDATE users SET age = 36").unwrap();
    }
}

#[test]
fn rebuild_notice_of_comon_orm_is_planned_and_gated() {
    let (project, database) = taken_over(Place::Sqlite);
    let before = last_snapshot(&project);
    let after = before.replace("  title String\n", "  title String?\n");
    let sql = "-- Schema rebuild required to apply this migration safely.\n";
    write_pending(&project, "20230503100000_title", &before, &after, sql);
    project.write_schema(&MODELS.replace("  title    String\n", "  title    String?\n"));

    let refused = project.run(&database, &["migrate", "deploy"]);
    refused.expect(1, &["20230503100000_title", "--allow"]);
    project.succeed(&database, &["migrate", "deploy", "--allow-warnings"]);
    let mut connection = database.connect();
    assert_eq!(connection.rows(ROWS).unwrap().len(), 2);
    connection.execute("INSERT INTO posts (title, author_id) VALUES (NULL, 1)").unwrap();
    project.succeed(&database, &["migrate", "status"]);
}
