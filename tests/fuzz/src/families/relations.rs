//! Relations: many between two models, among many models, over many fields, and one-sided.

use super::filling::{HEAD, MODEL, blocks, lines};
use super::{Family, family};

pub(super) const FAMILIES: &[Family] = &[
    family("relations of one name", |n| {
        lines(n, |at| format!("a{at} A? @relation(\"r\", fields: [id], references: [id])"))
    }),
    family("self relations without a name", |n| lines(n, |at| format!("a{at} A[]"))),
    family("relations between two models without a name", |n| {
        lines(n, |at| format!("b{at} B @relation(fields: [id], references: [id])"))
            + "model B {\n  id Int @id\n  a A[]\n}\n"
    }),
    family("relations between two models with names", |n| {
        let one = |at| format!("b{at} B @relation(\"r{at}\", fields: [id], references: [id])");
        let many = |at| format!("  a{at} A[] @relation(\"r{at}\")\n");
        let other = (0..n / 116).map(many).collect::<String>();
        lines(n / 2, one) + &format!("model B {{\n  id Int @id\n{other}}}\n")
    }),
    family("relations without the other side", |n| {
        lines(n, |at| format!("b{at} B")) + "model B {\n  id Int @id\n}\n"
    }),
    family("many-to-many relations", |n| {
        let model =
            |own, other, at| format!("model {own}{at} {{\n  id Int @id\n  {other}{at}[]\n}}");
        blocks(n, |at| format!("{}\n{}", model("A", "b B", at), model("B", "a A", at)))
    }),
    family("models that reference one", |n| {
        let all = blocks(n, |at| {
            format!(
                "model B{at} {{\n  id Int @id\n  a A @relation(fields: [id], references: [id])\n}}"
            )
        });
        let count = all.matches("model").count();
        let fields = (0..count).map(|at| format!("  b{at} B{at}?\n")).collect::<String>();
        format!("{all}{MODEL}{fields}}}\n")
    }),
    family("a chain of relations", |n| {
        blocks(n, |at| {
            let (next, last) = (at + 1, at.wrapping_sub(1) as u32);
            format!(
                "model A{at} {{\n  id Int @id\n  a A{next} @relation(\"r{at}\", fields: [id], references: [id])\n  b A{last}? @relation(\"r{last}\")\n}}"
            )
        })
    }),
    family("fields of one foreign key", |n| {
        let names: Vec<_> = (0..n / 50).map(|at| format!("a{at}")).collect();
        let fields = names.iter().map(|name| format!("  {name} Int\n")).collect::<String>();
        let list = names.join(", ");
        format!(
            "{HEAD}model A {{\n{fields}  bs B[]\n  @@id([{list}])\n}}\nmodel B {{\n  id Int @id\n{fields}  a A @relation(fields: [{list}], references: [{list}])\n}}\n"
        )
    }),
];
