//! Generators and datasources, and what stands in them.

use super::filling::{MODEL, block, blocks, filled};
use super::{Family, family};

/// A list of names for a setting.
fn names(count: usize, name: impl Fn(usize) -> String) -> String {
    (0..count).map(|at| format!("{}, ", name(at))).collect()
}

pub(super) const FAMILIES: &[Family] = &[
    family("settings", |n| {
        filled(n, "generator a {\n  provider = \"x\"\n", |at| format!("  a{at} = 1\n"), "}\n")
    }),
    family("settings of the datasource", |n| block(n, "datasource b", |at| format!("a{at} = 1"))),
    family("generators", |n| blocks(n, |at| format!("generator a{at} {{\n  provider = \"x\"\n}}"))),
    family("generators of one name", |n| blocks(n, |_| "generator a {\n  provider = \"x\"\n}")),
    family("datasources", |n| blocks(n, |_| "datasource a {\n}")),
    family("preview features", |n| {
        let head = "generator a {\n  provider = \"x\"\n  previewFeatures = [";
        filled(n, head, |at| format!("\"veiws{at}\", "), "\"views\"]\n}\n")
    }),
    family("database schemas", |n| {
        let schemas = names(n / 10, |at| format!("\"a{at}\""));
        format!(
            "datasource db {{\n  provider = \"postgresql\"\n  schemas = [{schemas}\"a\"]\n}}\n{MODEL}\n@@schema(\"a1\")\n}}\n"
        )
    }),
    family("extensions", |n| {
        let extensions = names(n / 10, |at| format!("a{at}"));
        format!(
            "datasource db {{\n  provider = \"postgresql\"\n  extensions = [{extensions}a]\n}}\n"
        )
    }),
];
