//! Migrations of several sections on PostgreSQL: what a run that was cut off leaves, what `status`
//! says of it, and how the next `deploy` goes on, statement by statement.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Connection, Place, TestDatabase};
use comon_tests::pending::{SECOND, USERS, write_second};
use comon_tests::project::{Outcome, Project};
use comon_tests::server;
use std::fs;
use std::time::{Duration, Instant};

const DEPLOY_ALL: [&str; 3] = ["migrate", "deploy", "--allow-warnings"];
const STATUS: [&str; 2] = ["migrate", "status"];

const USERS_NAMED: &str = "model User {
  id    Int     @id @default(autoincrement())
  email String
  name  String?

  @@index([email])
}
";

/// Adds the column in one section, fills it in the next, and builds the index beside the
/// application.
const SECTIONS: &str = "ALTER TABLE \"User\" ADD COLUMN \"name\" TEXT;

-- comon: transaction
UPDATE \"User\" SET \"name\" = split_part(\"email\", '@', 1);
INSERT INTO other.filled SELECT count(*) FROM \"User\";

-- comon: no-transaction
CREATE INDEX CONCURRENTLY \"User_email_idx\" ON \"User\" (\"email\");
INSERT INTO other.filled VALUES (-1);
";

/// A project whose second migration has this SQL, sealed, and is not on the database yet.
fn pending(sql: &str) -> (Project, TestDatabase) {
    let place = Place::Postgres(server::newest());
    let (project, database) =
        comon_tests::pending::pending(env!("CARGO_BIN_EXE_comon"), place, USERS, USERS_NAMED);
    let rows = "INSERT INTO \"User\" (email) SELECT 'u' || n || '@x' FROM generate_series(1, 50) n";
    // What stands in another schema is none of the migration's business.
    database.connect().execute(&format!("{rows}; CREATE SCHEMA other")).unwrap();
    write_second(&project, &database, sql);
    (project, database)
}

fn number(connection: &mut Connection, question: &str) -> String {
    connection.text(&format!("SELECT ({question})::text"))
}

const JOURNAL: &str = "to_regclass('_comon_orm_migration_steps') IS NOT NULL";

#[test]
fn failed_section_is_explained_by_status_and_the_next_deploy_goes_on_behind_what_is_committed() {
    let (project, database) = pending(SECTIONS);
    // The second section fails on its second statement: there is no table `other.filled`.
    let failed = project.run(&database, &DEPLOY_ALL);
    failed.expect(
        3,
        &[
            "relation \"other.filled\" does not exist",
            "migration.sql:5 (statement 3 of 5)",
            "is incomplete: its finished steps are committed and recorded",
            "comon migrate deploy",
        ],
    );
    let whereabouts = [
        "migration-incomplete",
        "statement 1 of 5 is committed",
        "statements 2 to 3 in one transaction, (migration.sql:4) failed at 2",
        "relation \"other.filled\" does not exist",
        "comon migrate deploy goes on where it stopped",
    ];
    project.run(&database, &STATUS).expect(1, &whereabouts);
    let (code, document) = project.json(&database, &STATUS);
    assert_eq!(code, 1);
    assert_eq!(document["migrations"][1]["state"], "incomplete", "{document:#}");
    assert!(document["problems"].to_string().contains("statement 1 of 5 is committed"));

    let mut connection = database.connect();
    // Nothing of the failed transaction is left.
    assert_eq!(number(&mut connection, "SELECT count(name) FROM \"User\""), "0");
    connection.execute("CREATE TABLE other.filled (n INT)").unwrap();
    project.succeed(&database, &DEPLOY_ALL);
    assert_eq!(number(&mut connection, "SELECT count(name) FROM \"User\""), "50");
    assert_eq!(
        number(&mut connection, "SELECT string_agg(n::text, ',') FROM other.filled"),
        "50,-1"
    );
    // The journal is gone with its last row.
    assert_eq!(number(&mut connection, JOURNAL), "false");
    project.run(&database, &STATUS).expect(0, &["Up to date: 2 migrations applied."]);
}

#[test]
fn file_changed_after_it_was_begun_is_refused_with_the_way_on() {
    let (project, database) = pending(SECTIONS);
    database.connect().execute("CREATE TABLE other.filled (n INT CHECK (n <> 50))").unwrap();
    project.run(&database, &DEPLOY_ALL).expect(3, &["filled_n_check"]);

    // What is committed may not be told otherwise, and seal knows where it was begun.
    let file = project.migration("_second").join("migration.sql");
    fs::write(&file, SECTIONS.replace("\"name\" TEXT", "\"name\"  TEXT")).unwrap();
    project.run(&database, &["migrate", "seal", SECOND]).expect(1, &["migration-changed"]);
    // Sealed elsewhere, it is refused here all the same, before anything runs.
    let elsewhere = TestDatabase::create(database.place);
    project.succeed(&elsewhere, &["migrate", "seal", SECOND]);
    let parts = [
        "migration-incomplete",
        "its migration.sql was changed since",
        "step 1 was finished with another statement than the file has now",
        "restore migration.sql",
        "comon migrate rollback",
    ];
    project.run(&database, &STATUS).expect(1, &parts);
    project.run(&database, &DEPLOY_ALL).expect(1, &parts);

    // What failed left nothing, so it may be mended.
    write_second(&project, &database, &SECTIONS.replace("SELECT count(*)", "SELECT 1 + count(*)"));
    project.succeed(&database, &DEPLOY_ALL);
    let mut connection = database.connect();
    assert_eq!(
        number(&mut connection, "SELECT string_agg(n::text, ',') FROM other.filled"),
        "51,-1"
    );
}

#[test]
fn statement_beside_a_bare_one_is_not_repeated_where_a_later_one_fails() {
    let sql = "ALTER TABLE \"User\" ADD COLUMN \"name\" TEXT;
CREATE TABLE IF NOT EXISTS other.filled (n INT);
-- comon: no-transaction
INSERT INTO other.filled VALUES (1);
INSERT INTO other.filled VALUES (2);
CREATE UNIQUE INDEX CONCURRENTLY \"User_email_idx\" ON \"User\" (\"email\");
INSERT INTO other.filled VALUES (3);
";
    let (project, database) = pending(sql);
    let mut connection = database.connect();
    connection.execute("INSERT INTO \"User\" (email) VALUES ('u1@x')").unwrap();
    project.run(&database, &DEPLOY_ALL).expect(3, &["could not create unique index"]);
    project.run(&database, &STATUS).expect(
        1,
        &["statements 1 to 4 of 6 are committed", "statement 5 (migration.sql:6) failed at 2"],
    );
    // The database's own mistake is mended; its unique index is not what the schema says.
    connection.execute("DELETE FROM \"User\" WHERE id = 51").unwrap();
    let again = project.run(&database, &DEPLOY_ALL);
    again.expect(3, &["unexpected-result", "Dropping the half-built index"]);
    assert_eq!(number(&mut connection, "SELECT string_agg(n::text, ',') FROM other.filled"), "1,2");
}

/// Starts a deploy that cannot end while `writer` has written the table, kills it as soon as
/// `begun` is there, and ends what the server still does for it.
fn cut_off(project: &Project, database: &TestDatabase, writer: &str, begun: &str) {
    let mut holder = database.connect();
    holder.execute(&format!("BEGIN; {writer}")).unwrap();
    let mut connection = database.connect();
    let mut deploy = project.start(database, &DEPLOY_ALL);
    let start = Instant::now();
    while number(&mut connection, begun) != "true" {
        assert!(start.elapsed() < Duration::from_secs(20), "it does not begin");
        std::thread::sleep(Duration::from_millis(20));
    }
    deploy.kill().unwrap();
    let killed = Outcome::of(&DEPLOY_ALL, &deploy.wait_with_output().unwrap());
    assert_eq!(killed.code, -1, "{killed}");
    connection
        .execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity \
             WHERE application_name LIKE 'comon%' AND datname = current_database()",
        )
        .unwrap();
    holder.execute("ROLLBACK").unwrap();
    project.run(database, &STATUS).expect(1, &["and cut off; what it left is looked up"]);
}

#[test]
fn reindex_that_was_cut_off_leaves_no_copy_of_the_index() {
    let sql = "ALTER TABLE \"User\" ADD COLUMN \"name\" TEXT;
CREATE INDEX \"User_email_idx\" ON \"User\" (\"email\");
-- comon: no-transaction
REINDEX INDEX CONCURRENTLY \"User_email_idx\";
";
    let (project, database) = pending(sql);
    let copies = "SELECT count(*) FROM pg_class WHERE relname LIKE 'User\\_email\\_idx\\_cc%'";
    let begun = format!("SELECT ({copies}) > 0");
    // A snapshot older than the build, in no table's way, holds it up before the swap.
    let holder = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT 1";
    cut_off(&project, &database, holder, &begun);
    let done = project.succeed(&database, &DEPLOY_ALL);
    assert!(done.text().contains("Dropping the half-built index"), "{done}");
    let mut connection = database.connect();
    assert_eq!(number(&mut connection, copies), "0");
    assert_eq!(number(&mut connection, JOURNAL), "false");
}

#[test]
fn detachment_that_was_cut_off_is_finished() {
    let sql = "ALTER TABLE \"User\" ADD COLUMN \"name\" TEXT;
CREATE INDEX \"User_email_idx\" ON \"User\" (\"email\");
-- comon: no-transaction
ALTER TABLE other.measured DETACH PARTITION other.measured_1 CONCURRENTLY;
";
    let (project, database) = pending(sql);
    let mut connection = database.connect();
    connection
        .execute(
            "CREATE TABLE other.measured (n INT) PARTITION BY LIST (n);
             CREATE TABLE other.measured_1 PARTITION OF other.measured FOR VALUES IN (1);
             INSERT INTO other.measured VALUES (1);",
        )
        .unwrap();
    let begun = "SELECT bool_or(inhdetachpending) FROM pg_inherits";
    cut_off(&project, &database, "SELECT * FROM other.measured", begun);
    project.succeed(&database, &DEPLOY_ALL);
    assert_eq!(number(&mut connection, "SELECT count(*) FROM pg_inherits"), "0");
    assert_eq!(number(&mut connection, "SELECT count(*) FROM other.measured_1"), "1");
}

#[test]
fn half_built_index_of_somebody_else_is_not_taken_for_the_migrations_own() {
    let sql = "ALTER TABLE \"User\" ADD COLUMN \"name\" TEXT;
-- comon: no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS \"User_email_idx\" ON \"User\" (\"email\");
";
    let (project, database) = pending(sql);
    let mut connection = database.connect();
    // A unique index cannot be built, and stays half-built under that name.
    connection.execute("INSERT INTO \"User\" (email) VALUES ('u1@x')").unwrap();
    let made = "CREATE UNIQUE INDEX CONCURRENTLY \"User_email_idx\" ON \"User\" (email)";
    connection.execute(made).unwrap_err();
    let refused = project.run(&database, &DEPLOY_ALL);
    refused.expect(3, &["error[index-exists]", "half-built", "DROP INDEX CONCURRENTLY"]);
    connection.execute("DROP INDEX \"User_email_idx\"").unwrap();
    project.succeed(&database, &DEPLOY_ALL);
    project.run(&database, &STATUS).expect(0, &["Up to date"]);
}

#[test]
fn bare_statement_that_meets_a_lock_in_time_is_tried_again_without_its_half_built_index() {
    let sql = "ALTER TABLE \"User\" ADD COLUMN \"name\" TEXT;
-- comon: no-transaction
-- comon: timeout lock=300ms
CREATE INDEX CONCURRENTLY \"User_email_idx\" ON \"User\" (\"email\");
";
    let (project, database) = pending(sql);
    let mut writer = database.connect();
    writer.execute("SET application_name = 'night report'").unwrap();
    // It lets ALTER TABLE through and holds up the build.
    let deploy = project.start(&database, &[&DEPLOY_ALL[..], &["--lock-tries", "20"]].concat());
    let mut connection = database.connect();
    let start = Instant::now();
    let added = "EXISTS (SELECT 1 FROM pg_attribute WHERE attname = 'name' \
                 AND attrelid = '\"User\"'::regclass)";
    while number(&mut connection, added) != "true" {
        assert!(start.elapsed() < Duration::from_secs(20), "the column is not added");
    }
    writer.execute("BEGIN; INSERT INTO \"User\" (email) VALUES ('late')").unwrap();
    std::thread::sleep(Duration::from_millis(1500));
    writer.execute("COMMIT").unwrap();
    let done = Outcome::of(&DEPLOY_ALL, &deploy.wait_with_output().unwrap());
    done.expect(0, &["Applied 1 migration."]);
    let valid = "SELECT bool_and(indisvalid) FROM pg_index WHERE indrelid = '\"User\"'::regclass";
    assert_eq!(number(&mut connection, valid), "true");
}

const CARDS: &str = "model Card {
  id    Int     @id @default(autoincrement())
  size  Int     @default(3)
  label String?
}

model Box {
  id   Int    @id @default(autoincrement())
  code String
}
";

const CARDS_CHANGED: &str = "model Card {
  id    Int     @id @default(autoincrement())
  size  BigInt  @default(4)
  label String?
}

model Box {
  id    Int    @id @default(autoincrement())
  code  String @unique
  token String @default(dbgenerated(\"gen_random_uuid()\")) @db.Uuid
}
";

/// What the review says is safer, written in the place of each step that keeps others waiting, is what
/// `deploy` runs, and what it leaves is what was planned.
#[test]
fn safer_ways_in_the_place_of_steps_are_sealed_and_deployed() {
    let place = Place::Postgres(server::newest());
    let (project, database) =
        comon_tests::pending::pending(env!("CARGO_BIN_EXE_comon"), place, CARDS, CARDS_CHANGED);
    let rows = "INSERT INTO \"Card\" (size) SELECT n FROM generate_series(1, 30) n; \
                INSERT INTO \"Box\" (code) SELECT 'b' || n FROM generate_series(1, 30) n";
    database.connect().execute(rows).unwrap();
    let (_, document) = project.json(&database, &["review", SECOND]);
    let review = &document["reviews"][0];
    let file = project.migration("_second").join("migration.sql");
    let mut sql = fs::read_to_string(&file).unwrap();
    let mut replaced = Vec::new();
    for way in review["notices"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|notice| notice["safer"].as_array().unwrap())
    {
        let step = way["steps"][0].as_u64().unwrap();
        if replaced.contains(&step) {
            continue;
        }
        replaced.push(step);
        let planned = &review["steps"][usize::try_from(step).unwrap()]["statements"];
        let [planned] = planned.as_array().unwrap().as_slice() else { panic!("{planned}") };
        let planned = format!("{};", planned.as_str().unwrap());
        assert!(sql.contains(&planned), "{sql}");
        sql = sql.replace(&planned, way["sql"].as_str().unwrap());
    }
    assert_eq!(replaced.len(), 3, "{review:#}");
    write_second(&project, &database, &sql);
    project.succeed(&database, &DEPLOY_ALL);
    let mut connection = database.connect();
    assert_eq!(number(&mut connection, "SELECT sum(size) FROM \"Card\""), "465");
    assert_eq!(number(&mut connection, "SELECT count(DISTINCT token) FROM \"Box\""), "30");
    project.run(&database, &STATUS).expect(0, &["Up to date: 2 migrations applied."]);
    project
        .run(&database, &["migrate", "diff", "--from-database", "--to-schema", "--exit-code"])
        .expect(0, &[]);
}
