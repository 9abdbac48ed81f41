//! Two deploys at once: one works, the other finds nothing left to do. What cuts a deploy off is the
//! business of `cargo xtask faults`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::catalogue;
use comon_tests::database::{Place, Rows, TestDatabase};
use comon_tests::project::{Outcome, Project};
use comon_tests::server;
use planner_core::provider::Provider;
use std::time::Duration;

const DEPLOY: [&str; 3] = ["migrate", "deploy", "--allow-warnings"];

/// Each a schema; together they create, alter, rebuild, index and drop, and on PostgreSQL one of
/// them needs two transactions.
const VERSIONS: [&str; 7] = [
    "model User {
  id    Int    @id @default(autoincrement())
  email String @unique
  posts Post[]
}

model Post {
  id       Int    @id @default(autoincrement())
  title    String
  authorId Int
  author   User   @relation(fields: [authorId], references: [id], onDelete: Cascade)
}
",
    "enum Role {
  user
}

model User {
  id    Int    @id @default(autoincrement())
  email String @unique
  role  Role   @default(user)
  posts Post[]
}

model Post {
  id       Int    @id @default(autoincrement())
  title    String
  authorId Int
  author   User   @relation(fields: [authorId], references: [id], onDelete: Cascade)
}
",
    "enum Role {
  user
  guest
}

model User {
  id    Int    @id @default(autoincrement())
  email String @unique
  role  Role   @default(guest)
  posts Post[]
}

model Post {
  id       Int    @id @default(autoincrement())
  title    String
  authorId Int
  author   User   @relation(fields: [authorId], references: [id], onDelete: Cascade)

  @@index([authorId, title])
}
",
    "enum Role {
  user
  guest
}

model User {
  id    Int    @id @default(autoincrement())
  email String @unique
  role  Role   @default(guest)
  name  String @default(\"nobody\")
  posts Post[]
}

model Post {
  id       Int      @id @default(autoincrement())
  title    String?
  authorId Int
  author   User     @relation(fields: [authorId], references: [id], onDelete: Cascade)
  created  DateTime @default(now())

  @@index([authorId, title])
}
",
    "enum Role {
  user
  guest
}

model User {
  id    Int     @id @default(autoincrement())
  email String  @unique
  role  Role    @default(guest)
  name  String?
  posts Post[]
  tags  Tag[]
}

model Post {
  id       Int      @id @default(autoincrement())
  title    String?
  authorId Int
  author   User     @relation(fields: [authorId], references: [id], onDelete: Cascade)
  created  DateTime @default(now())
}

model Tag {
  id    Int    @id
  label String @unique
  users User[]
}
",
    "enum Role {
  user
  guest
}

model User {
  id    Int     @id @default(autoincrement())
  email String  @unique
  role  Role    @default(guest)
  name  String?
  posts Post[]
}

model Post {
  id       Int      @id @default(autoincrement())
  title    String?
  authorId Int
  author   User     @relation(fields: [authorId], references: [id])
  created  DateTime @default(now())
}
",
    "enum Role {
  user
  guest
  owner
}

model User {
  id    Int     @id @default(autoincrement())
  email String  @unique
  role  Role    @default(owner)
  name  String?
  posts Post[]

  @@map(\"people\")
}

model Post {
  id       Int      @id @default(autoincrement())
  title    String?
  authorId Int
  author   User     @relation(fields: [authorId], references: [id])
  created  DateTime @default(now())

  @@index([created(sort: Desc)])
}
",
];

/// A project with all its migrations, and a database that holds the first one and rows.
fn prepared(place: Place) -> (Project, TestDatabase) {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
    let development = TestDatabase::create(place);
    for (at, version) in VERSIONS.iter().enumerate() {
        project.write_schema(version);
        let name = format!("2024010100000{at}_step");
        project.succeed(&development, &["migrate", "dev", "--name", &name, "--allow-warnings"]);
    }
    let database = TestDatabase::create(place);
    let first = project.migration_names().swap_remove(0);
    project.succeed(&database, &["migrate", "deploy", "--to", &first]);
    let rows = match place.provider() {
        Provider::Postgresql => {
            "INSERT INTO \"User\" (\"email\") SELECT 'u' || n FROM generate_series(1, 2000) n;
             INSERT INTO \"Post\" (\"title\", \"authorId\")
             SELECT 't' || n, 1 + n % 2000 FROM generate_series(1, 6000) n;"
        }
        Provider::Sqlite => {
            "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 2000)
             INSERT INTO \"User\" (\"email\") SELECT 'u' || n FROM s;
             WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 6000)
             INSERT INTO \"Post\" (\"title\", \"authorId\") SELECT 't' || n, 1 + n % 2000 FROM s;"
        }
    };
    database.connect().execute(rows).unwrap();
    (project, database)
}

/// Everything that must be equal at the end, whatever happened on the way.
fn end_state(database: &TestDatabase) -> (Vec<String>, Vec<Rows>) {
    let mut connection = database.connect();
    let questions = [
        "SELECT CAST(count(*) AS TEXT), CAST(sum(id) AS TEXT), min(email), max(email) FROM people",
        "SELECT CAST(count(*) AS TEXT), CAST(sum(id * \"authorId\") AS TEXT), max(title) FROM \"Post\"",
        "SELECT name, kind, checksum, CAST(statement_count AS TEXT) \
         FROM _comon_orm_migrations ORDER BY name",
    ];
    let rows = questions.iter().map(|question| connection.rows(question).unwrap()).collect();
    // The journal is made when it is first needed and may be there, empty, or not.
    let mut lines = catalogue::describe(database);
    lines.retain(|line| !line.contains("_comon_orm_migration_steps"));
    (lines, rows)
}

fn two_deploys_share_the_work(place: Place) {
    let (project, prepared) = prepared(place);
    let undisturbed = prepared.copy();
    project.succeed(&undisturbed, &DEPLOY);
    let expected = end_state(&undisturbed);
    for round in 0..3 {
        let database = prepared.copy();
        let first = project.start(&database, &DEPLOY);
        std::thread::sleep(Duration::from_millis(round * 20));
        let second = project.start(&database, &DEPLOY);
        let outcomes =
            [first, second].map(|deploy| Outcome::of(&DEPLOY, &deploy.wait_with_output().unwrap()));
        for outcome in &outcomes {
            assert_eq!(outcome.code, 0, "round {round}\n{}\n{}", outcomes[0], outcomes[1]);
        }
        assert_eq!(end_state(&database), expected, "round {round}");
    }
}

#[test]
fn two_deploys_at_once_apply_each_migration_once_on_postgresql() {
    two_deploys_share_the_work(Place::Postgres(server::newest()));
}

#[test]
fn two_deploys_at_once_apply_each_migration_once_on_sqlite() {
    two_deploys_share_the_work(Place::Sqlite);
}
