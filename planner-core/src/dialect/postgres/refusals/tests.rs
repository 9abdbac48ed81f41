//! Schemas that Prisma takes and a PostgreSQL server does not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use crate::database::lower::lower;
use crate::diagnostic::Severity;
use crate::dialect::type_system;
use crate::provider::Provider;
use crate::schema::check_snapshot;
use crate::source::Sources;

fn refusals(blocks: &str) -> Vec<(&'static str, String)> {
    let text = format!("datasource db {{\n  provider = \"postgresql\"\n}}\n\n{blocks}\n");
    let sources = Sources::single("schema.prisma", &text);
    let checked = check_snapshot(&sources, None);
    let schema = checked.schema.unwrap_or_else(|| panic!("{:?}", checked.diagnostics));
    let (_, diagnostics) = lower(&schema, type_system(Provider::Postgresql));
    let refused = diagnostics.into_iter().filter(|each| each.severity == Severity::Unplannable);
    refused.map(|each| (each.id, each.message)).collect()
}

fn of_model(lines: &str) -> Vec<(&'static str, String)> {
    refusals(&format!("model A {{\n  id Int @id\n{lines}\n}}"))
}

fn ids(refusals: Vec<(&'static str, String)>) -> Vec<&'static str> {
    refusals.into_iter().map(|(id, _)| id).collect()
}

#[test]
fn everyday_schemas_are_not_refused() {
    let lines = "  name String @unique @db.VarChar(20)\n  tags String[] @default([\"a\"])\n  \
                 data Json @default(\"{}\")\n  @@index([tags], type: Gin)\n  @@index([data], type: Gin)\n  \
                 @@index([name, id(sort: Desc)])";
    assert_eq!(of_model(lines), []);
}

#[test]
fn indexes_that_no_method_supports() {
    for lines in [
        "  a Int\n  b Int\n  @@index([a, b], type: Hash)",
        "  a Json\n  @@index([a(sort: Desc)], type: Gin)",
        "  a Json @db.Json\n  @@index([a])",
    ] {
        assert_eq!(ids(of_model(lines)), ["index-not-supported"], "{lines}");
    }
}

#[test]
fn defaults_that_are_none_of_the_type() {
    assert_eq!(ids(of_model("  a String @default(\"x\") @db.Uuid")), ["malformed-default"]);
    assert_eq!(ids(of_model("  a String @default(\"10.0.0\") @db.Inet")), ["malformed-default"]);
    assert_eq!(ids(of_model("  a DateTime[] @default(now())")), ["default-on-list"]);
}

#[test]
fn names_that_are_taken() {
    let taken = ["duplicate-database-name"];
    let enums = "enum A {\n  x\n}\n\nmodel B {\n  id Int @id\n  a A\n\n  @@map(\"A\")\n}";
    assert_eq!(ids(refusals(enums)), taken);
    let index = "model A {\n  id Int @id\n  x Int\n\n  @@index([x], map: \"B\")\n}\n\nmodel B {\n  id Int @id\n}";
    assert_eq!(ids(refusals(index)), taken);
    let case = "model A {\n  id Int @id\n}\n\nmodel a {\n  id Int @id\n}";
    assert_eq!(refusals(case), []);
    let own = "model H {\n  name String @id\n\n  @@map(\"_comon_orm_migrations\")\n}";
    assert_eq!(ids(refusals(own)), ["reserved-table"]);
}

#[test]
fn foreign_keys_between_types_that_do_not_compare() {
    let pair = |from: &str, to: &str| {
        ids(refusals(&format!(
            "model A {{\n  id Int @id\n  bId String {from}\n  b B @relation(fields: [bId], references: \
             [id])\n}}\n\nmodel B {{\n  id String @id {to}\n  a A[]\n}}"
        )))
    };
    assert_eq!(pair("", "@db.Uuid"), ["foreign-key-types"]);
    assert_eq!(pair("@db.VarChar(20)", "@db.Text"), [""; 0]);
    assert_eq!(pair("@db.Citext", ""), [""; 0]);
    assert_eq!(pair("", "@db.Citext"), ["foreign-key-types"]);
}
