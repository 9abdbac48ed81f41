//! docs/schema-language.md is what the tables say today (`UPDATE_EXPECT=1` writes it), and every
//! example on it does what the page says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::language::examples::{DISAGREEMENTS, NEVER_MET, REFUSALS};
use comon_tests::language::page;
use comon_tests::oracle::{Oracle, Version};
use planner_core::database::lower::lower;
use planner_core::diagnostic::{Diagnostic, Severity};
use planner_core::dialect::type_system;
use planner_core::format::format_text;
use planner_core::schema;
use planner_core::source::Sources;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What check says of a schema, the lowering included.
fn diagnostics(text: &str) -> Vec<Diagnostic> {
    let checked = schema::check(&Sources::single("schema.prisma", text));
    let mut diagnostics = checked.diagnostics;
    if let Some(schema) = &checked.schema {
        let (_, refusals) = lower(schema, type_system(schema.datasource.provider));
        diagnostics.extend(refusals);
    }
    diagnostics
}

#[test]
fn page_is_what_the_tables_say() {
    let file = repository().join("docs/schema-language.md");
    let rendered = page::render();
    if std::env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1") {
        fs::write(&file, &rendered).unwrap();
    }
    let written = fs::read_to_string(&file).unwrap();
    assert!(written == rendered, "docs/schema-language.md is stale: run with UPDATE_EXPECT=1");
}

#[test]
fn links_of_the_page_lead_somewhere() {
    let page = page::render();
    let slug = |heading: &str| {
        let kept = heading.to_lowercase().replace(' ', "-");
        kept.replace(|each: char| !(each.is_alphanumeric() || each == '-'), "")
    };
    let headings = page.lines().filter_map(|line| line.strip_prefix("##"));
    let headings = headings.map(|line| slug(line.trim_start_matches('#').trim()));
    let anchors = page.split("<a id=\"").skip(1).map(|rest| rest.split('"').next().unwrap().into());
    let known: BTreeSet<String> = headings.chain(anchors).collect();
    let links: Vec<&str> =
        page.split("](#").skip(1).map(|rest| rest.split(')').next().unwrap()).collect();
    assert!(links.len() > 30, "{} links", links.len());
    for link in links {
        assert!(known.contains(link), "nothing is called #{link}");
    }
}

#[test]
fn each_example_of_a_refusal_is_refused_for_that_and_has_no_error() {
    for each in REFUSALS {
        let found = diagnostics(&each.schema());
        let met =
            found.iter().any(|one| one.id == each.id && one.severity == Severity::Unplannable);
        assert!(met, "{}: {found:?}", each.id);
        let other = found.iter().find(|one| one.severity == Severity::Error);
        assert_eq!(other, None, "{}", each.id);
        assert_eq!(format_text(&each.schema()), each.schema(), "{} is canonical", each.id);
    }
}

#[test]
fn prisma_takes_what_only_the_database_refuses() {
    let mut oracle = Oracle::start();
    for each in REFUSALS {
        let six = oracle.decide(&each.schema());
        let text = Version::Seven.adapted(&each.schema());
        let seven = oracle.validate(Version::Seven, &[("schema.prisma", &text)]);
        assert!(seven.accepts(), "{}: {}", each.id, seven.words());
        // What only 7 can say at all.
        let newer = text.contains("partialIndexes");
        assert_eq!(six.accepts(), !newer, "{}: {}", each.id, six.words());
    }
}

#[test]
fn every_refusal_of_the_planner_is_on_the_page() {
    let mut ids = BTreeSet::new();
    collect(&repository().join("planner-core"), &mut ids);
    let shown: BTreeSet<String> =
        REFUSALS.iter().map(|each| each.id).chain(NEVER_MET).map(str::to_owned).collect();
    let missing: Vec<&String> = ids.difference(&shown).collect();
    assert!(missing.is_empty(), "without an example: {missing:?}");
    assert!(ids.len() >= 8, "{ids:?}");
}

/// The ids that stand behind `unplannable(` in the sources below a folder.
fn collect(folder: &Path, ids: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, ids);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            for rest in text.split("Diagnostic::unplannable(").skip(1) {
                let literal = rest.trim_start().strip_prefix('"');
                ids.extend(literal.and_then(|rest| rest.split('"').next()).map(str::to_owned));
            }
        }
    }
}

#[test]
fn limits_are_those_of_the_page() {
    let head = "datasource db {\n  provider = \"postgresql\"\n}\n\n";
    let nested = |depth: usize| {
        let (open, close) = ("[".repeat(depth), "]".repeat(depth));
        format!("{head}model A {{\n  id Int @id\n  b Int[] @default({open}1{close})\n}}\n")
    };
    let too_deep =
        |depth| diagnostics(&nested(depth)).iter().any(|one| one.id == "nesting-too-deep");
    assert!(!too_deep(16) && too_deep(17));
    let indexed = |columns: usize| {
        let names: Vec<String> = (0..columns).map(|number| format!("c{number}")).collect();
        let fields: String = names.iter().map(|name| format!("  {name} Int\n")).collect();
        let index = names.join(", ");
        format!("{head}model A {{\n  id Int @id\n{fields}\n  @@index([{index}], map: \"i\")\n}}\n")
    };
    assert_eq!(diagnostics(&indexed(32)), []);
    assert_eq!(diagnostics(&indexed(33))[0].id, "index-not-supported");
}

#[test]
fn releases_disagree_as_the_page_says_and_here_it_is_taken() {
    let mut oracle = Oracle::start();
    let mut problems = Vec::new();
    for each in DISAGREEMENTS {
        for version in Version::ALL {
            let text = match each.adapted {
                true => version.adapted(each.schema),
                false => each.schema.to_owned(),
            };
            let verdict = oracle.validate(version, &[("schema.prisma", &text)]);
            if verdict.accepts() != each.taken_by(version) {
                problems.push(format!("{} by {version:?}: {}", each.what, verdict.words()));
            }
        }
        let found = diagnostics(each.schema);
        let ids: Vec<&str> = found.iter().map(|one| one.id).collect();
        let expected: Vec<&str> = each.notice.into_iter().collect();
        let refused = found.iter().any(|one| one.severity != Severity::Warning);
        if refused || ids != expected {
            problems.push(format!("{} here: {ids:?}", each.what));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
