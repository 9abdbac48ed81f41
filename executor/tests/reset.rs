//! A reset: what schema and history know goes and comes anew, what nobody knows stays, and a shared
//! database needs its name.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Connection, Place, TestDatabase};
use comon_tests::project::Project;
use comon_tests::server;
use planner_core::provider::Provider;

const USERS: &str = "model User {
  id   Int    @id @default(autoincrement())
  name String
}

model Draft {
  id Int @id
}
";

const RESET: [&str; 2] = ["migrate", "reset"];

/// One migration applied, a second one pending that drops a table, and rows.
fn prepared(place: Place) -> (Project, TestDatabase) {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
    let database = TestDatabase::create(place);
    project.write_schema(USERS);
    project.succeed(&database, &["migrate", "dev", "--name", "20240101000000_first"]);
    project.write_schema(USERS.split("\nmodel Draft").next().unwrap());
    project.succeed(
        &database,
        &["migrate", "dev", "--create-only", "--name", "20240101000001_second"],
    );
    database.connect().execute("INSERT INTO \"User\" (name) VALUES ('a')").unwrap();
    (project, database)
}

fn exists(connection: &mut Connection, name: &str, provider: Provider) -> bool {
    let sql = match provider {
        Provider::Postgresql => "SELECT count(*)::text FROM pg_class WHERE relname = '{}'",
        Provider::Sqlite => "SELECT CAST(count(*) AS TEXT) FROM sqlite_schema WHERE name = '{}'",
    };
    connection.text(&sql.replace("{}", name)) == "1"
}

#[test]
fn everything_known_goes_and_all_migrations_are_applied_anew() {
    for place in Place::of_each_provider() {
        let (project, database) = prepared(place);
        let refused = project.run(&database, &RESET);
        refused.expect(
            1,
            &[
                "Refused, nothing was reset: 2 open warnings.",
                "measured here: 1 row of User",
                "drop-table  Potential data loss: dropping table Draft.",
            ],
        );
        assert_eq!(database.connect().text("SELECT name FROM \"User\""), "a");
        let done = project.run(&database, &[&RESET[..], &["--force"]].concat());
        done.expect(0, &["dropped 2 tables, applied 2 migrations."]);
        let mut connection = database.connect();
        assert_eq!(connection.text("SELECT CAST(count(*) AS TEXT) FROM \"User\""), "0");
        assert!(!exists(&mut connection, "Draft", place.provider()));
        project.run(&database, &["migrate", "status"]).expect(0, &["Up to date: 2 migrations"]);
        let (code, document) = project.json(&database, &["history"]);
        assert_eq!((code, document["rows"].as_array().unwrap().len()), (0, 2));
        assert_eq!(document["rows"][1]["command"], "reset");
        assert_eq!(
            document["rows"][1]["acceptedWarnings"][0]["by"],
            "migrate reset: no row is left"
        );
        // It stays a database of one's own.
        project.run(&database, &["migrate", "dev"]).expect(0, &["No change"]);
    }
}

/// What only the database knows: a table, a view on it, and on PostgreSQL a function and a type.
fn beside(provider: Provider) -> &'static str {
    match provider {
        Provider::Postgresql => {
            "CREATE TABLE audit (id int, note text); CREATE VIEW latest AS SELECT * FROM audit; \
             CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql AS 'SELECT n * 2'; \
             CREATE DOMAIN short AS text CHECK (length(VALUE) < 9); \
             CREATE TYPE pair AS (a short, b int); CREATE SEQUENCE numbers; \
             INSERT INTO audit VALUES (1, 'kept')"
        }
        Provider::Sqlite => {
            "CREATE TABLE audit (id int, note text); CREATE VIEW latest AS SELECT * FROM audit; \
             INSERT INTO audit VALUES (1, 'kept')"
        }
    }
}

#[test]
fn what_nobody_knows_is_kept_and_listed_until_it_is_included() {
    for place in Place::of_each_provider() {
        let (project, database) = prepared(place);
        let mut connection = database.connect();
        connection.execute(beside(place.provider())).unwrap();
        let reset = [&RESET[..], &["--force"]].concat();
        let (code, document) = project.json(&database, &reset);
        assert_eq!((code, &document["keptTables"][0]), (0, &"audit".into()), "{document:#}");
        let kept: Vec<&str> = document["unmanaged"]
            .as_array()
            .unwrap()
            .iter()
            .map(|each| each["name"].as_str().unwrap())
            .collect();
        assert!(kept.contains(&"latest"), "{kept:?}");
        assert_eq!(connection.text("SELECT note FROM latest"), "kept");

        let all = [&reset[..], &["--include-unmanaged"]].concat();
        project.run(&database, &all).expect(0, &["dropped 2 tables, applied 2 migrations."]);
        for name in ["audit", "latest", "numbers"] {
            assert!(!exists(&mut connection, name, place.provider()), "{name} on {}", place.name());
        }
        if place.provider() == Provider::Postgresql {
            let left = "SELECT (SELECT count(*) FROM pg_proc WHERE proname = 'twice') + \
                        (SELECT count(*) FROM pg_type WHERE typname IN ('short', 'pair'))";
            assert_eq!(connection.text(&format!("SELECT ({left})::text")), "0");
        }
    }
}

#[test]
fn what_needs_a_table_that_goes_is_in_the_way_until_it_is_included() {
    for server in server::tested() {
        let (project, database) = prepared(Place::Postgres(server));
        let mut connection = database.connect();
        let made = "CREATE FUNCTION f(x \"User\") RETURNS int LANGUAGE sql AS 'SELECT 1'; \
                    CREATE TYPE rows AS (u \"User\"[]); CREATE CAST (\"User\" AS text) WITH INOUT; \
                    CREATE TABLE a (u \"User\", n int DEFAULT nextval('\"User_id_seq\"'), r rows, \
                    CHECK (f(u) > 0)); CREATE TABLE b () INHERITS (\"User\")";
        connection.execute(made).unwrap();
        let reset = [&RESET[..], &["--force"]].concat();
        let refused = project.run(&database, &reset);
        refused.expect(3, &["function f(\"User\") depends on", "or say --include-unmanaged."]);
        project.succeed(&database, &[&reset[..], &["--include-unmanaged"]].concat());
        let left = "SELECT count(*)::text FROM pg_class WHERE relname IN ('a', 'b', 'rows')";
        assert_eq!(connection.text(left), "0");
    }
}

#[test]
fn what_is_outside_of_what_is_looked_at_is_in_the_way_of_a_whole_reset() {
    let (project, database) = prepared(Place::Postgres(server::newest()));
    let made = "CREATE SCHEMA other; CREATE TABLE other.a (u \"User\")";
    database.connect().execute(made).unwrap();
    let reset = [&RESET[..], &["--force", "--include-unmanaged"]].concat();
    let refused = project.run(&database, &reset);
    refused.expect(3, &["Drop what depends on it first: it is outside of what is looked at."]);
    assert!(exists(&mut database.connect(), "Draft", Provider::Postgresql));
    database.connect().execute("DROP SCHEMA other CASCADE").unwrap();
}

#[test]
fn table_that_refers_to_one_that_goes_is_named() {
    for place in Place::of_each_provider() {
        let (project, database) = prepared(place);
        let mut connection = database.connect();
        connection
            .execute("CREATE TABLE audit (who integer CONSTRAINT whose REFERENCES \"User\" (id))")
            .unwrap();
        let refused = project.run(&database, &[&RESET[..], &["--force"]].concat());
        refused.expect(1, &["error[others-refer-to-it]", "to User", "--include-unmanaged"]);
        assert!(exists(&mut connection, "Draft", place.provider()));
        project.succeed(&database, &[&RESET[..], &["--force", "--include-unmanaged"]].concat());
    }
}

#[test]
fn shared_database_needs_its_name_and_stays_shared() {
    for place in Place::of_each_provider() {
        let (project, database) = prepared(place);
        project.succeed(&database, &["migrate", "deploy", "--allow-warnings"]);
        let refused = project.run(&database, &[&RESET[..], &["--force"]].concat());
        refused.expect(1, &["error[shared-database]", "--destroy "]);
        let wrong = [&RESET[..], &["--force", "--destroy", "another"]].concat();
        project.run(&database, &wrong).expect(1, &["error[shared-database]"]);
        let text = refused.text();
        let name = text.split("--destroy ").nth(1).unwrap().split(' ').next().unwrap();
        let destroy = [&RESET[..], &["--destroy", name]].concat();
        project.run(&database, &destroy).expect(1, &["1 open warning"]);
        project.succeed(&database, &[&destroy[..], &["--force"]].concat());
        project.run(&database, &["migrate", "dev"]).expect(1, &["shared"]);
    }
}

#[test]
fn migrations_that_cannot_be_applied_stop_it_before_anything_goes() {
    let (project, database) = prepared(Place::Sqlite);
    let file = project.migration("_second").join("after.prisma");
    std::fs::write(&file, "model {").unwrap();
    let refused = project.run(&database, &[&RESET[..], &["--force"]].concat());
    refused.expect(1, &["nothing was reset: artifact-not-sealed"]);
    assert_eq!(database.connect().text("SELECT name FROM \"User\""), "a");
}
