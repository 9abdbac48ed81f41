//! A project of two migrations of which the second is not on the database yet: where most failures of
//! a deploy begin.

use crate::database::{Place, TestDatabase};
use crate::project::Project;
use std::fs;

/// The second migration's name.
pub const SECOND: &str = "20240101000001_second";

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
