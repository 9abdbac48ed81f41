//! Keys, unique constraints and indexes: many, over many fields, over fields that there are not.

use super::filling::{lines, one_line};
use super::{Family, family};

pub(super) const FAMILIES: &[Family] = &[
    family("ids", |n| lines(n, |at| format!("a{at} Int @id"))),
    family("keys with `@@id`", |n| lines(n, |_| "@@id([id])")),
    family("unique fields", |n| lines(n, |at| format!("a{at} Int @unique"))),
    family("unique constraints on one field", |n| lines(n, |_| "@@unique([id])")),
    family("fields of one unique constraint", |n| {
        let half = lines(n / 2, |at| format!("a{at} Int"));
        let names: Vec<_> = (0..n / 20).map(|at| format!("a{at}")).collect();
        format!("{}  @@unique([{}])\n}}\n", half.trim_end_matches("}\n"), names.join(", "))
    }),
    family("indexes on one field", |n| lines(n, |_| "@@index([id])")),
    family("indexes with names", |n| lines(n, |at| format!("@@index([id], map: \"i{at}\")"))),
    family("indexes with one name", |n| lines(n, |_| "@@index([id], map: \"i\")")),
    family("indexes on unknown fields", |n| lines(n, |at| format!("@@index([b{at}])"))),
    family("indexes and fields", |n| lines(n, |at| format!("a{at} Int\n  @@index([a{at}])"))),
    family("unknown fields in indexes of a large model", |n| {
        lines(n, |at| format!("abc{at} Int\n  @@index([abd{at}])"))
    }),
    family("fields of one index", |n| one_line(n, "@@index([", |_| "id, ", "id])")),
    family("unknown fields of one index", |n| {
        one_line(n, "@@index([", |at| format!("b{at}, "), "id])")
    }),
    family("conditions of a partial index", |n| {
        one_line(n, "@@index([id], where: { ", |at| format!("b{at}: 1, "), "id: 1 })")
    }),
];
