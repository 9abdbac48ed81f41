//! Fields, their types, attributes, arguments and defaults: many, unknown, of one name.

use super::filling::{HEAD, block, blocks, lines, one_line};
use super::{Family, family};

/// A large enum, and as many fields whose defaults are its values, or meant to be.
fn defaults(size: usize, value: impl Fn(usize) -> String) -> String {
    let fields = lines(size / 2, |at| format!("a{at} E @default({})", value(at)));
    block(size / 2, "enum E", |at| format!("abc{at}")) + &fields[HEAD.len()..]
}

pub(super) const FAMILIES: &[Family] = &[
    family("fields", |n| lines(n, |at| format!("a{at} Int"))),
    family("fields of one name", |n| lines(n, |_| "a Int")),
    family("fields mapped to one name", |n| lines(n, |at| format!("a{at} Int @map(\"a\")"))),
    family("types with a mark", |n| lines(n, |at| format!("a{at} Int!"))),
    family("fields of an unknown type", |n| lines(n, |at| format!("a{at} Strng"))),
    family("fields of unknown types of their own", |n| lines(n, |at| format!("a{at} T{at}"))),
    family("unknown types among many models", |n| {
        blocks(n, |at| format!("model Abc{at} {{\n  id Int @id\n  a Abd{at}\n}}"))
    }),
    family("unknown attributes", |n| lines(n, |at| format!("a{at} Int @unqiue"))),
    family("unknown block attributes", |n| lines(n, |_| "@@idnex([id])")),
    family("unknown native types", |n| lines(n, |at| format!("a{at} String @db.Txt"))),
    family("attributes of one field", |n| one_line(n, "a Int", |_| " @unique", "")),
    family("mapped attributes of one field", |n| one_line(n, "a Int", |_| " @map(\"x\")", "")),
    family("arguments of one name", |n| one_line(n, "a Int @map(", |_| "name: \"x\", ", "\"a\")")),
    family("arguments without a name", |n| one_line(n, "a Int @map(", |_| "1, ", "\"a\")")),
    family("unknown arguments", |n| {
        one_line(n, "a Int @map(", |at| format!("nmae{at}: 1, "), "\"a\")")
    }),
    family("values of a list default", |n| one_line(n, "a Int[] @default([", |_| "1, ", "1])")),
    family("wrong values of a list default", |n| {
        one_line(n, "a Int[] @default([", |_| "x, ", "1])")
    }),
    family("unknown defaults of a large enum", |n| defaults(n, |at| format!("abd{at}"))),
    family("defaults of a large enum", |n| defaults(n, |at| format!("abc{}", at % 1000))),
    family("autoincrements", |n| lines(n, |at| format!("a{at} Int @default(autoincrement())"))),
];
