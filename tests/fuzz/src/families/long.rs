//! One name, value or comment that is nearly all of the text.

use super::filling::{HEAD, MODEL, lines, long, one_line};
use super::{Family, family};

pub(super) const FAMILIES: &[Family] = &[
    family("one line comment", |n| format!("//{}", long(n))),
    family("long block name", |n| format!("{HEAD}model {} {{\n  id Int @id\n}}\n", long(n))),
    family("long keyword", |n| format!("{HEAD}{} A {{\n  id Int @id\n}}\n", long(n))),
    family("long field name", |n| format!("{HEAD}{MODEL}  {} Int\n}}\n", long(n))),
    family("fields beside a long type", |n| {
        let half = lines(n / 2, |at| format!("a{at} Int @unique"));
        let head = half.trim_end_matches("}\n");
        format!("{head}  b {} @unique\n}}\n", "x".repeat(n / 2 - 20))
    }),
    family("long type name", |n| one_line(n, "a ", |_| "x", "")),
    family("long attribute name", |n| one_line(n, "a Int @", |_| "x", "")),
    family("long argument name", |n| one_line(n, "a Int @map(", |_| "x", ": \"a\")")),
    family("long string", |n| one_line(n, "a String @default(\"", |_| "x", "\")")),
    family("long mapped name", |n| one_line(n, "a String @map(\"", |_| "x", "\")")),
    family("long number", |n| one_line(n, "a Int @default(", |_| "9", ")")),
    family("long decimal", |n| one_line(n, "a Decimal @default(\"0.", |_| "9", "\")")),
    family("long Json default", |n| one_line(n, "a Json @default(\"", |_| "[", "\")")),
    family("long Unsupported", |n| one_line(n, "a Unsupported(\"", |_| "x", "\")?")),
    family("long native type", |n| one_line(n, "a String @db.", |_| "x", "")),
];
