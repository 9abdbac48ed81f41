//! Steps from pairs of schemas. That the statements run is proved on servers elsewhere; here
//! stand their text, their order and what they lock.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use crate::database::lower::lower;
use crate::database::model::Database;
use crate::dialect;
use crate::diff::change::{Change, ChangeSet};
use crate::diff::{diff, hint};
use crate::plan::lowering::PlanContext;
use crate::plan::{LockMode, Plan, Work, build};
use crate::provider::Provider;
use crate::schema::check_snapshot;
use crate::source::Sources;

const DATASOURCE: &str = "datasource db {\n provider = \"postgresql\"\n}\n";

fn database(schema: &str) -> Database {
    let text = if schema.starts_with("datasource") {
        schema.to_owned()
    } else {
        format!("{DATASOURCE}{schema}")
    };
    let checked = check_snapshot(&Sources::single("schema.prisma", &text), None);
    let schema = checked.schema.unwrap_or_else(|| panic!("{:?}", checked.diagnostics));
    let (database, diagnostics) = lower(&schema, dialect::type_system(Provider::Postgresql));
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    database
}

fn plan(before: &str, after: &str, hints: &[&str]) -> (ChangeSet, Plan) {
    let hints: Vec<_> = hints.iter().map(|text| hint::parse(text).unwrap()).collect();
    let (before, after) = (database(before), database(after));
    let changes = diff(&before, &after, &hints).unwrap();
    let context = PlanContext { before: &before, after: &after, changes: &changes };
    let plan = build(&context, dialect::lowering(Provider::Postgresql));
    for id in &plan.stepless {
        let change = &changes.changes[id.0];
        assert!(matches!(change, Change::ChangeClientColumn { .. }), "not served: {change:?}");
    }
    for step in &plan.steps {
        assert!(!step.serves.is_empty(), "{} serves nothing", step.title);
    }
    assert!(plan.steps.is_sorted_by_key(|step| step.section));
    (changes, plan)
}

/// The statements, each on lines of its own, sections apart.
fn sql(before: &str, after: &str, hints: &[&str]) -> String {
    let (_, plan) = plan(before, after, hints);
    let mut text = String::new();
    let mut section = 0;
    for step in &plan.steps {
        if step.section != section {
            section = step.section;
            text.push_str("-- next section\n");
        }
        for statement in &step.statements {
            text.push_str(statement);
            text.push_str(";\n");
        }
    }
    text
}

const POSTS: &str = "model Post {\n id Int @id @default(autoincrement())\n authorId Int @map(\"author_id\")\n title String\n @@map(\"posts\")\n}\n";

#[test]
fn added_column_with_default_and_index() {
    let after = POSTS.replace(
        " @@map",
        " status String @default(\"draft\")\n @@index([authorId, status])\n @@map",
    );
    assert_eq!(
        sql(POSTS, &after, &[]),
        "ALTER TABLE \"posts\" ADD COLUMN \"status\" TEXT NOT NULL DEFAULT 'draft';\n\
         CREATE INDEX \"posts_author_id_status_idx\" ON \"posts\" (\"author_id\", \"status\");\n"
    );
}

const USERS_AND_POSTS: &str = "model User {\n id Int @id @default(autoincrement())\n email String @unique\n posts Post[]\n @@map(\"users\")\n}\nmodel Post {\n id BigInt @id\n authorId Int?\n tags String[] @default([])\n author User? @relation(fields: [authorId], references: [id])\n @@map(\"posts\")\n}\n";

#[test]
fn new_tables_come_before_their_indexes_and_foreign_keys() {
    assert_eq!(
        sql("", USERS_AND_POSTS, &[]),
        "CREATE TABLE \"posts\" (\n    \"id\" BIGINT NOT NULL,\n    \"authorId\" INTEGER,\n    \
         \"tags\" TEXT[] DEFAULT ARRAY[]::TEXT[],\n\n    CONSTRAINT \"posts_pkey\" PRIMARY KEY \
         (\"id\")\n);\n\
         CREATE TABLE \"users\" (\n    \"id\" SERIAL NOT NULL,\n    \"email\" TEXT NOT NULL,\n\n    \
         CONSTRAINT \"users_pkey\" PRIMARY KEY (\"id\")\n);\n\
         CREATE UNIQUE INDEX \"users_email_key\" ON \"users\" (\"email\");\n\
         ALTER TABLE \"posts\" ADD CONSTRAINT \"posts_authorId_fkey\" FOREIGN KEY (\"authorId\") \
         REFERENCES \"users\"(\"id\") ON DELETE SET NULL ON UPDATE CASCADE;\n"
    );
    let (_, plan) = plan("", USERS_AND_POSTS, &[]);
    assert!(plan.steps.iter().all(|step| step.effect.locks.is_empty()), "all tables are new");
}

#[test]
fn dropped_tables_go_before_those_they_refer_to() {
    assert_eq!(sql(USERS_AND_POSTS, "", &[]), "DROP TABLE \"posts\";\nDROP TABLE \"users\";\n");
    let ring = "model A {\n id Int @id\n bId Int?\n b B? @relation(\"x\", fields: [bId], references: [id])\n bs B[] @relation(\"y\")\n}\nmodel B {\n id Int @id\n aId Int?\n a A? @relation(\"y\", fields: [aId], references: [id])\n as A[] @relation(\"x\")\n}\n";
    assert_eq!(
        sql(ring, "", &[]),
        "ALTER TABLE \"B\" DROP CONSTRAINT \"B_aId_fkey\";\nDROP TABLE \"A\";\nDROP TABLE \"B\";\n"
    );
}

const ROLES: &str = "enum Role {\n guest\n admin\n owner\n}\n";
const USERS: &str = "model User {\n id Int @id\n role Role @default(guest)\n @@map(\"users\")\n}\n";

#[test]
fn enum_value_is_added_at_its_place() {
    let before = format!("{USERS}{ROLES}");
    let after = before.replace(" admin", " editor\n admin");
    assert_eq!(
        sql(&before, &after, &[]),
        "ALTER TYPE \"Role\" ADD VALUE 'editor' BEFORE 'admin';\n"
    );
}

#[test]
fn enum_value_is_used_in_a_later_section_than_it_is_added() {
    let before = format!("{USERS}{ROLES}");
    let after = before.replace(" owner", " owner\n trainee").replace("(guest)", "(trainee)");
    assert_eq!(
        sql(&before, &after, &[]),
        "ALTER TYPE \"Role\" ADD VALUE 'trainee';\n-- next section\n\
         ALTER TABLE \"users\" ALTER COLUMN \"role\" SET DEFAULT 'trainee';\n"
    );
}

#[test]
fn removed_enum_value_replaces_the_type() {
    let before = format!("{USERS}{ROLES}");
    let after = before.replace(" owner\n", "");
    assert_eq!(
        sql(&before, &after, &[]),
        "ALTER TYPE \"Role\" RENAME TO \"Role_old\";\n\
         CREATE TYPE \"Role\" AS ENUM ('guest', 'admin');\n\
         ALTER TABLE \"users\" ALTER COLUMN \"role\" DROP DEFAULT,\n    ALTER COLUMN \"role\" TYPE \
         \"Role\" USING \"role\"::text::\"Role\",\n    ALTER COLUMN \"role\" SET DEFAULT 'guest';\n\
         DROP TYPE \"Role_old\";\n"
    );
    let (_, plan) = plan(&before, &after, &[]);
    assert_eq!(plan.steps[0].effect.work, Work::Rewrite);
}

#[test]
fn column_that_leaves_a_replaced_enum_does_so_before_the_old_type_goes() {
    let before = format!("{USERS}{ROLES}");
    let after = format!(
        "{}{}",
        USERS.replace("Role @default(guest)", "String"),
        ROLES.replace(" owner\n", "")
    );
    assert_eq!(
        sql(&before, &after, &[]),
        "ALTER TYPE \"Role\" RENAME TO \"Role_old\";\n\
         CREATE TYPE \"Role\" AS ENUM ('guest', 'admin');\n\
         ALTER TABLE \"users\" ALTER COLUMN \"role\" DROP DEFAULT,\n    ALTER COLUMN \"role\" TYPE \
         TEXT USING \"role\"::TEXT;\n\
         DROP TYPE \"Role_old\";\n"
    );
}

#[test]
fn swapped_tables_go_through_a_temporary_name() {
    let before =
        "model A {\n id Int @id\n @@map(\"a\")\n}\nmodel B {\n id Int @id\n @@map(\"b\")\n}\n";
    let after =
        "model A {\n id Int @id\n @@map(\"b\")\n}\nmodel B {\n id Int @id\n @@map(\"a\")\n}\n";
    assert_eq!(
        sql(before, after, &[]),
        "ALTER TABLE \"a\" RENAME TO \"a_renaming\";\n\
         ALTER TABLE \"b\" RENAME TO \"a\";\n\
         ALTER TABLE \"a_renaming\" RENAME TO \"b\";\n\
         ALTER INDEX \"a_pkey\" RENAME TO \"a_pkey_renaming\";\n\
         ALTER INDEX \"b_pkey\" RENAME TO \"a_pkey\";\n\
         ALTER INDEX \"a_pkey_renaming\" RENAME TO \"b_pkey\";\n"
    );
}

#[test]
fn key_that_a_foreign_key_stands_on_takes_it_along() {
    let before = USERS_AND_POSTS;
    let after = before
        .replace("id Int @id @default(autoincrement())", "id Int @unique @default(autoincrement())")
        .replace("email String @unique", "email String @id");
    let text = sql(before, &after, &[]);
    assert_eq!(
        text,
        "ALTER TABLE \"posts\" DROP CONSTRAINT \"posts_authorId_fkey\";\n\
         DROP INDEX \"users_email_key\";\n\
         ALTER TABLE \"users\" DROP CONSTRAINT \"users_pkey\",\n    ADD CONSTRAINT \"users_pkey\" \
         PRIMARY KEY (\"email\");\n\
         CREATE UNIQUE INDEX \"users_id_key\" ON \"users\" (\"id\");\n\
         ALTER TABLE \"posts\" ADD CONSTRAINT \"posts_authorId_fkey\" FOREIGN KEY (\"authorId\") \
         REFERENCES \"users\"(\"id\") ON DELETE SET NULL ON UPDATE CASCADE;\n"
    );
}

#[test]
fn numbered_column_that_grows_takes_its_sequence_along() {
    let after = POSTS.replace("id Int", "id BigInt");
    let (_, plan) = plan(POSTS, &after, &[]);
    let [step] = plan.steps.as_slice() else { panic!("{:?}", plan.steps) };
    assert_eq!(step.title, "Alter column posts.id from INTEGER to BIGINT");
    assert_eq!(step.statements[0], "ALTER TABLE \"posts\" ALTER COLUMN \"id\" TYPE BIGINT");
    assert!(step.statements[1].contains("' AS BIGINT'"), "{}", step.statements[1]);
    assert!(step.operation.casts().all(|(_, cast)| cast.lossless));
    assert_eq!(step.operation.casts().count(), 1);
    assert_eq!(step.effect.work, Work::Rewrite);
}

#[test]
fn column_without_a_cast_takes_its_keys_along() {
    let before =
        USERS_AND_POSTS.replace("email String @unique", "email String @unique @map(\"e\")");
    let after = before.replace("email String", "email Bytes");
    assert_eq!(
        sql(&before, &after, &[]),
        "DROP INDEX \"users_e_key\";\n\
         ALTER TABLE \"users\" DROP COLUMN \"e\",\n    ADD COLUMN \"e\" BYTEA NOT NULL;\n\
         CREATE UNIQUE INDEX \"users_e_key\" ON \"users\" (\"e\");\n"
    );
    let (_, plan) = plan(&before, &after, &[]);
    assert!(plan.steps.iter().any(|step| step.operation.recreated().count() == 1));
}

#[test]
fn foreign_key_locks_its_parent() {
    let before = USERS_AND_POSTS
        .replace(" author User? @relation(fields: [authorId], references: [id])\n", "")
        .replace(" posts Post[]\n", "");
    for (text, mode) in [
        (plan(&before, USERS_AND_POSTS, &[]).1, LockMode::ShareRowExclusive),
        (plan(USERS_AND_POSTS, &before, &[]).1, LockMode::AccessExclusive),
    ] {
        let [step] = text.steps.as_slice() else { panic!("{:?}", text.steps) };
        let locks: Vec<_> =
            step.effect.locks.iter().map(|lock| (lock.table.name.as_str(), lock.mode)).collect();
        assert_eq!(locks, [("posts", mode), ("users", mode)]);
    }
}

#[test]
fn table_moves_to_a_new_schema() {
    let before = "datasource db {\n provider = \"postgresql\"\n schemas = [\"public\"]\n}\nmodel A {\n id Int @id\n @@schema(\"public\")\n}\n";
    let after = before
        .replace("[\"public\"]", "[\"public\", \"audit\"]")
        .replace("@@schema(\"public\")", "@@schema(\"audit\")");
    assert_eq!(
        sql(before, &after, &[]),
        "CREATE SCHEMA IF NOT EXISTS \"audit\";\nALTER TABLE \"A\" SET SCHEMA \"audit\";\n"
    );
    assert_eq!(
        sql(&after, before, &[]),
        "DO $$\nBEGIN\n    EXECUTE format('ALTER TABLE \"audit\".\"A\" SET SCHEMA %I', \
         current_schema());\nEND\n$$;\n"
    );
}

#[test]
fn extension_comes_first_and_goes_last() {
    let before =
        "datasource db {\n provider = \"postgresql\"\n}\nmodel A {\n id Int @id\n name String\n}\n";
    let after = "datasource db {\n provider = \"postgresql\"\n extensions = [citext]\n}\nmodel A {\n id Int @id\n name String @db.Citext\n}\n";
    assert_eq!(
        sql(before, after, &[]),
        "CREATE EXTENSION IF NOT EXISTS \"citext\";\n\
         ALTER TABLE \"A\" ALTER COLUMN \"name\" TYPE CITEXT;\n"
    );
    assert_eq!(
        sql(after, before, &[]),
        "ALTER TABLE \"A\" ALTER COLUMN \"name\" TYPE TEXT;\nDROP EXTENSION \"citext\";\n"
    );
}
