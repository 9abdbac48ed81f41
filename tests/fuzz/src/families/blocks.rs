//! Models, views, enums and what else stands in blocks: many, unclosed, of one name.

use super::filling::{block, blocks, filled};
use super::{Family, family};

pub(super) const FAMILIES: &[Family] = &[
    family("unclosed models", |n| blocks(n, |at| format!("model A{at} {{"))),
    family("unknown blocks", |n| blocks(n, |at| format!("modle A{at} {{\n}}"))),
    family("models without a name", |n| blocks(n, |_| "model {\n}")),
    family("models without a brace", |n| blocks(n, |_| "model A")),
    family("empty lines behind a model without a brace", |n| format!("model A{}", "\n".repeat(n))),
    family("models without braces among empty lines", |n| blocks(n, |_| "model A\n\n\n\n\n\n\n")),
    family("unclosed models with comments", |n| {
        blocks(n, |at| format!("model A{at} {{\n// a\n// b"))
    }),
    family("reserved names", |n| blocks(n, |_| "model class {\n}")),
    family("models", |n| blocks(n, |at| format!("model A{at} {{\n  id Int @id\n}}"))),
    family("models of one name", |n| blocks(n, |_| "model A {\n  id Int @id\n}")),
    family("models mapped to one name", |n| {
        blocks(n, |at| format!("model A{at} {{\n  id Int @id\n  @@map(\"a\")\n}}"))
    }),
    family("models that differ in case", |n| {
        let name = |at| if at % 2 == 0 { "a" } else { "A" };
        blocks(n, |at| format!("model A{at} {{\n  id Int @id\n  @@map(\"{}\")\n}}", name(at)))
            .replace("postgresql", "sqlite")
    }),
    family("models with a long common start of their names", |n| {
        let start = "Abcdefghij".repeat(7);
        blocks(n, |at| format!("model {start}{at} {{\n  id Int @id\n  a Int @unique\n}}"))
    }),
    family("empty models", |n| blocks(n, |at| format!("model A{at} {{\n}}"))),
    family("views", |n| {
        let head = "generator a {\n  provider = \"x\"\n  previewFeatures = [\"views\"]\n}\n";
        filled(n, head, |at| format!("view A{at} {{\n  id Int @unique\n}}\n"), "")
    }),
    family("composite types", |n| blocks(n, |at| format!("type A{at} {{\n  id Int\n}}"))),
    family("enums", |n| blocks(n, |at| format!("enum A{at} {{\n  a\n}}"))),
    family("values of an enum", |n| block(n, "enum A", |at| format!("a{at}"))),
    family("enum values of one name", |n| block(n, "enum A", |_| "a")),
    family("enum values mapped to one name", |n| {
        block(n, "enum A", |at| format!("a{at} @map(\"a\")"))
    }),
];
