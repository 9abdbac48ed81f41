//! Migrations that are planned anew: the last one amended, one rebased onto what colleagues added, and one
//! that holds nothing but SQL of one's own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::project::Project;
use std::fs;

const FIRST: &str = "20240101000000_first";
const SECOND: &str = "20240101000001_second";
const THIRD: &str = "20240101000002_third";

const USERS: &str = "model User {
  id    Int    @id @default(autoincrement())
  email String
}
";

fn with(field: &str) -> String {
    USERS.replace("}\n", &format!("  {field}\n}}\n"))
}

const RENAMED: &str = "model User {
  id   Int    @id @default(autoincrement())
  mail String
}
";

fn dev(name: &str) -> [&str; 4] {
    ["migrate", "dev", "--name", name]
}

fn own(place: Place) -> (Project, TestDatabase) {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
    let database = TestDatabase::create(place);
    project.write_schema(USERS);
    project.succeed(&database, &dev(FIRST));
    database.connect().execute("INSERT INTO \"User\" (email) VALUES ('a@x')").unwrap();
    (project, database)
}

fn up_to_date(project: &Project, database: &TestDatabase) {
    project.run(database, &["migrate", "status"]).expect(0, &["Up to date"]);
    let diff = ["migrate", "diff", "--from-database", "--to-schema", "--exit-code"];
    project.run(database, &diff).expect(0, &["No difference"]);
}

#[test]
fn amended_migration_is_taken_back_and_planned_anew_under_its_name() {
    for place in Place::of_each_provider() {
        let (project, database) = own(place);
        project.write_schema(&RENAMED.replace("}\n", "  code String?\n}\n"));
        let rename = ["--rename", "User.email=User.mail"];
        project.succeed(&database, &[&dev(SECOND)[..], &rename].concat());
        database.connect().execute("UPDATE \"User\" SET code = 'c'").unwrap();

        // The hint of the first try is kept; what goes with it is gated.
        project.write_schema(&RENAMED.replace("}\n", "  age Int?\n}\n"));
        let amend = ["migrate", "dev", "--amend"];
        let refused = project.run(&database, &amend);
        refused.expect(
            1,
            &[
                "nothing was written or applied: 1 open warning",
                "--allow drop-column:User.code",
                "measured here: 1 non-null value of User.code",
                "--amend --rename",
            ],
        );
        let allowed = [&amend[..], &["--allow", "drop-column:User.code"]].concat();
        let done = project.run(&database, &allowed);
        done.expect(0, &["Applied 20240101000001_second.", "took back 20240101000001_second"]);
        let mut connection = database.connect();
        assert_eq!(connection.text("SELECT mail FROM \"User\" WHERE age IS NULL"), "a@x");
        up_to_date(&project, &database);
        let sql = fs::read_to_string(project.migration("_second").join("migration.sql")).unwrap();
        assert!(sql.contains("RENAME COLUMN") && !sql.contains("code"), "{sql}");
        assert_eq!(project.migration_names(), [FIRST, SECOND]);
        let history = project.run(&database, &["history"]);
        history.expect(0, &["rolled back  20240101000001_second", "4 rows"]);

        // Amended to nothing, it is gone.
        project.write_schema(USERS);
        let gone = project.run(&database, &[&amend[..], &["--allow-warnings"]].concat());
        gone.expect(0, &["Nothing is left to plan"]);
        assert_eq!(project.migration_names(), [FIRST]);
        assert_eq!(connection.text("SELECT email FROM \"User\""), "a@x");
    }
}

#[test]
fn amend_of_what_is_not_applied_needs_no_database_and_of_what_is_deployed_is_refused() {
    let (project, database) = own(Place::Sqlite);
    project.write_schema(&with("code String?"));
    let write = [&dev(SECOND)[..], &["--create-only"]].concat();
    project.succeed(&database, &write);
    project.write_schema(&with("code Int?"));
    let amend = ["migrate", "dev", "--amend", "--create-only"];
    project.run(&database, &amend).expect(0, &["_second for review", "took back"]);
    let sql = fs::read_to_string(project.migration("_second").join("migration.sql")).unwrap();
    assert!(sql.contains("\"code\" INTEGER"), "{sql}");
    project.succeed(&database, &["migrate", "dev"]);
    project.write_schema(&with("code String?"));
    project
        .run(&database, &amend)
        .expect(1, &["error[already-applied]", "Leave --create-only out"]);

    let shared = TestDatabase::create(Place::Sqlite);
    project.succeed(&shared, &["migrate", "deploy"]);
    project.run(&shared, &["migrate", "dev", "--amend"]).expect(1, &["error[shared-database]"]);
    project.run(&shared, &amend).expect(1, &["error[already-deployed]"]);
    assert_eq!(project.migration_names().len(), 2);
}

#[test]
fn amend_that_fails_brings_the_directory_back() {
    for place in Place::of_each_provider() {
        let (project, database) = own(place);
        project.write_schema(&with("code String?"));
        project.succeed(&database, &dev(SECOND));
        let before = fs::read(project.migration("_second").join("migration.sql")).unwrap();
        project.write_schema(&with("code String"));
        let amend = ["migrate", "dev", "--amend", "--allow-warnings"];
        let failed = project.run(&database, &amend);
        failed.expect(
            3,
            &[
                "was removed again",
                "The directory of 20240101000001_second is back",
                "--reapply 20240101000001_second",
            ],
        );
        assert_eq!(fs::read(project.migration("_second").join("migration.sql")).unwrap(), before);
        assert_eq!(fs::read_dir(project.migrations()).unwrap().count(), 2, "nothing else is left");
        project.write_schema(&with("code String?"));
        let again = ["migrate", "deploy", "--allow-warnings", "--reapply", SECOND];
        project.succeed(&database, &again);
    }
}

#[test]
fn empty_migration_carries_sql_of_ones_own() {
    for place in Place::of_each_provider() {
        let (project, database) = own(place);
        let written = project.run(&database, &[&dev(SECOND)[..], &["--empty"]].concat());
        written
            .expect(0, &["which changes nothing yet", "comon migrate seal 20240101000001_second"]);
        let file = project.migration("_second").join("migration.sql");
        assert_eq!(fs::read_to_string(&file).unwrap(), "");
        fs::write(&file, "UPDATE \"User\" SET email = 'b@x' WHERE email = 'a@x';\n").unwrap();
        project.run(&database, &["migrate", "dev"]).expect(1, &["artifact-not-sealed"]);
        project.succeed(&database, &["migrate", "seal", SECOND]);
        project.run(&database, &["migrate", "dev"]).expect(1, &["hand-edited-sql"]);
        project.succeed(&database, &["migrate", "dev", "--allow", "hand-edited-sql"]);
        assert_eq!(database.connect().text("SELECT email FROM \"User\""), "b@x");
        up_to_date(&project, &database);
        // What its hand did is not undone, and said so.
        let back = project.run(&database, &["migrate", "rollback", "--dry-run"]);
        back.expect(0, &["written by hand did to rows.", "The database itself needs no statement"]);
    }
}

#[test]
fn empty_migration_may_be_the_first() {
    let place = Place::Sqlite;
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
    let database = TestDatabase::create(place);
    project.write_schema(USERS);
    project.succeed(&database, &[&dev(FIRST)[..], &["--empty"]].concat());
    project.succeed(&database, &dev(SECOND));
    up_to_date(&project, &database);
}

/// A migration of one's own, applied here; then a colleague's arrives, planned from the same state.
fn diverged(place: Place, mine: &str, theirs: &str) -> (Project, TestDatabase) {
    let (project, database) = own(place);
    let colleague = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
    colleague.copy_migrations(&project.migrations(), &[FIRST]);
    let other = TestDatabase::create(place);
    colleague.write_schema(theirs);
    let rename = ["--rename", "User.email=User.mail"];
    let hints: &[&str] = if theirs.contains(" mail ") { &rename } else { &[] };
    colleague.succeed(&other, &[&dev(THIRD)[..], &["--create-only"], hints].concat());
    project.write_schema(mine);
    project.succeed(&database, &dev(SECOND));
    project.copy_migrations(&colleague.migrations(), &[THIRD]);
    (project, database)
}

#[test]
fn rebased_migration_is_rolled_back_here_and_comes_after_the_others() {
    for place in Place::of_each_provider() {
        let (project, database) = diverged(place, &with("code String?"), &with("age Int?"));
        project.write_schema(&with("code String?\n  age Int?"));
        project.run(&database, &["migrate", "status"]).expect(1, &["broken-chain"]);
        let rebase = ["migrate", "rebase", SECOND];
        let refused = project.run(&database, &rebase);
        refused.expect(1, &["nothing was written or rolled back", "--allow drop-column:User.code"]);
        assert_eq!(project.migration_names(), [FIRST, SECOND, THIRD]);
        let done = project.run(&database, &[&rebase[..], &["--allow-warnings"]].concat());
        done.expect(
            0,
            &["Rebased 20240101000001_second: it is ", "rolled back", "says the new state already"],
        );
        let names = project.migration_names();
        assert_eq!(names[..2], [FIRST.to_owned(), THIRD.to_owned()]);
        assert!(names[2].ends_with("_second") && names.len() == 3, "{names:?}");
        project.run(&database, &["migrate", "dev"]).expect(0, &["_third, "]);
        up_to_date(&project, &database);
        let again = project.run(&database, &["migrate", "rebase", &names[2]]);
        again.expect(0, &["on top of the last migration already"]);
    }
}

#[test]
fn rebase_keeps_hints_and_edits_that_still_fit_and_brings_the_schema_along() {
    let place = Place::Sqlite;
    let (project, database) = own(place);
    let colleague = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
    colleague.copy_migrations(&project.migrations(), &[FIRST]);
    let other = TestDatabase::create(place);
    let post = "\nmodel Post {\n  id Int @id\n}\n";
    colleague.write_schema(&format!("{USERS}{post}"));
    colleague.succeed(&other, &[&dev(THIRD)[..], &["--create-only"]].concat());

    project.write_schema(RENAMED);
    let rename = ["--create-only", "--rename", "User.email=User.mail"];
    project.succeed(&database, &[&dev(SECOND)[..], &rename].concat());
    let file = project.migration("_second").join("migration.sql");
    let edited =
        fs::read_to_string(&file).unwrap() + "\nUPDATE \"User\" SET mail = 'c@x' WHERE id = 1;\n";
    fs::write(&file, &edited).unwrap();
    project.succeed(&database, &["migrate", "seal", SECOND]);
    project.copy_migrations(&colleague.migrations(), &[THIRD]);
    // The colleague's schema was taken in the merge.
    project.write_schema(&format!("{USERS}{post}"));
    let done = project.run(&database, &["migrate", "rebase", SECOND]);
    done.expect(
        0,
        &["kept the edits of its migration.sql", "schema.prisma: it says the new state"],
    );
    let folder = project.migration("_second");
    assert_eq!(fs::read_to_string(folder.join("migration.sql")).unwrap(), edited);
    let metadata = fs::read_to_string(folder.join("metadata.txt")).unwrap();
    assert!(metadata.contains("rename.1=column:User.email -> column:User.mail"), "{metadata}");
    project.succeed(&database, &["migrate", "dev", "--allow-warnings"]);
    assert_eq!(database.connect().text("SELECT mail FROM \"User\""), "c@x");
    up_to_date(&project, &database);
}

#[test]
fn rebase_names_whom_it_meets_and_leaves_what_is_deployed() {
    let place = Place::Sqlite;
    let (project, database) = diverged(place, &with("code String?"), &with("code Int?"));
    let rebase = ["migrate", "rebase", SECOND, "--allow-warnings"];
    project
        .run(&database, &rebase)
        .expect(1, &["error[conflicting-change]", "model User, code", "(20240101000002_third)"]);
    let (project, database) = diverged(place, &with("code String?"), RENAMED);
    fs::remove_dir_all(project.migrations().join(THIRD)).unwrap();
    let shared = TestDatabase::create(place);
    project.succeed(&shared, &["migrate", "deploy"]);
    project.write_schema(&with("code String?\n  age Int?"));
    project.succeed(&database, &[&dev(THIRD)[..], &["--create-only"]].concat());
    let based = project.run(&shared, &rebase);
    based.expect(1, &["error[others-depend-on-it]", "20240101000002_third is planned on top of"]);
    assert_eq!(project.migration_names(), [FIRST, SECOND, THIRD]);
}
