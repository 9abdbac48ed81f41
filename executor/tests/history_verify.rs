//! `history --verify`: what was changed in the rows, the files or the database is found, each by name.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::project::Project;

const USERS: &str = "model User {\n  id Int @id\n}\n";
const VERIFY: [&str; 2] = ["history", "--verify"];

fn two_applied(place: Place) -> (Project, TestDatabase) {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
    let database = TestDatabase::create(place);
    project.write_schema(USERS);
    project.succeed(&database, &["migrate", "dev", "--name", "20240101000000_first"]);
    project.write_schema(&USERS.replace("@id\n", "@id\n  a Int?\n"));
    project.succeed(&database, &["migrate", "dev", "--name", "20240101000001_second"]);
    (project, database)
}

#[test]
fn changed_rows_and_broken_chains_are_named() {
    for place in Place::of_each_provider() {
        let (project, database) = two_applied(place);
        project
            .run(&database, &VERIFY)
            .expect(0, &["2 rows checked: history, files and database fit."]);
        let mut connection = database.connect();
        let edit = |column: &str| {
            format!(
                "UPDATE _comon_orm_migrations SET {column} = replace({column}, 'User', 'Other') \
                 WHERE name = '20240101000001_second'"
            )
        };
        connection.execute(&edit("migration_sql")).unwrap();
        let (code, document) = project.json(&database, &VERIFY);
        let found = document["rowProblems"].as_array().unwrap();
        assert_eq!((code, found.len()), (1, 1), "{document:#}");
        assert!(
            found[0].as_str().unwrap().starts_with("the row 20240101000001_second was changed")
        );
        connection.execute(&edit("before_schema")).unwrap();
        let verified = project.run(&database, &VERIFY);
        verified.expect(
            1,
            &[
                "2 rows checked: 2 problems.",
                "was applied to another state than 20240101000000_first left",
            ],
        );
        // What was rolled back is verified too, and no fault.
        let (project, database) = two_applied(place);
        project.succeed(&database, &["migrate", "rollback", "--allow-warnings"]);
        std::fs::remove_dir_all(project.migration("_second")).unwrap();
        project.run(&database, &VERIFY).expect(0, &["3 rows checked: history, files"]);
    }
}
