//! A project of two migrations of which the second is not on the database yet: where most failures of
//! a deploy begin. And the one that most tests of warnings need: a column with values that is dropped.

use crate::database::{Place, TestDatabase};
use crate::project::Project;
use std::fs;

/// The second migration's name.
pub const SECOND: &str = "20240101000001_second";

/// Models to begin with.
pub const USERS: &str = "model User {
  id    Int    @id @default(autoincrement())
  email String
}
";

/// [`USERS`] with a column more.
pub const USERS_NAMED: &str = "model User {
  id    Int     @id @default(autoincrement())
  email String
  name  String?
}
";

/// Plans both schemas with that binary and deploys the first.
pub fn pending(program: &str, place: Place, first: &str, second: &str) -> (Project, TestDatabase) {
    let project = Project::new(program, place.provider());
    let database = TestDatabase::create(place);
    let create = |schema: &str, name: &str| {
        project.write_schema(schema);
        project.succeed(&database, &["migrate", "dev", "--create-only", "--name", name]);
    };
    create(first, "20240101000000_first");
    project.succeed(&database, &["migrate", "deploy"]);
    create(second, SECOND);
    (project, database)
}

/// Puts SQL into the second migration, as a person would, and seals it.
pub fn write_second(project: &Project, database: &TestDatabase, sql: &str) {
    fs::write(project.migrations().join(SECOND).join("migration.sql"), sql).expect("written");
    project.succeed(database, &["migrate", "seal", SECOND]);
}

/// A table with a column that may hold values.
pub const CODES: &str = "model User {
  id   Int     @id
  code String?
  @@map(\"users\")
}
";

/// The same without it.
pub const NO_CODES: &str = "model User {
  id Int @id
  @@map(\"users\")
}
";

/// Writes a migration for review, by its number; its name.
pub fn create(project: &Project, database: &TestDatabase, number: usize, models: &str) -> String {
    project.write_schema(models);
    let name = format!("2024010100000{number}_step");
    project.succeed(database, &["migrate", "dev", "--create-only", "--name", &name]);
    name
}

/// A project whose second migration drops `users.code`, and is pending.
pub fn dropping(program: &str, place: Place) -> (Project, TestDatabase) {
    let project = Project::new(program, place.provider());
    let database = TestDatabase::create(place);
    create(&project, &database, 1, CODES);
    project.succeed(&database, &["migrate", "deploy"]);
    create(&project, &database, 2, NO_CODES);
    (project, database)
}

/// Adds a line to the end of a migration's SQL, as a person would, and seals it.
pub fn add_to(project: &Project, database: &TestDatabase, migration: &str, sql: &str) {
    let file = project.migrations().join(migration).join("migration.sql");
    let text = fs::read_to_string(&file).expect("migration.sql is there");
    fs::write(&file, format!("{text}\n{sql}\n")).expect("written");
    project.succeed(database, &["migrate", "seal", migration]);
}
