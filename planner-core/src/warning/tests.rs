//! The documentation of the rules is run: each example fires its rule, and what is said to do
//! instead does not.

use crate::diff::hint::{self, RenameHint};
use crate::planner::{PlanRequest, Planned, plan};
use crate::provider::Provider;
use crate::script;
use crate::source::Sources;
use crate::warning::check_written;
use crate::warning::finding::Level;
use crate::warning::registry::{RULES, SCRIPT_RULES, all_rules};
use crate::warning::rule::{Rule, ScriptExample};

fn planned(provider: Provider, before: &str, after: &str) -> Planned {
    planned_with(provider, before, after, &[])
}

fn planned_with(provider: Provider, before: &str, after: &str, hints: &[RenameHint]) -> Planned {
    let datasource = format!("datasource db {{\n  provider = \"{provider}\"\n}}\n\n");
    let sources = |text: &str| {
        let own = if text.contains("datasource ") { "" } else { datasource.as_str() };
        Sources::single("schema.prisma", &format!("{own}{text}"))
    };
    let (before, after) = (sources(before), sources(after));
    match plan(&PlanRequest { before: Some(&before), after: &after, hints }) {
        Ok(planned) => planned,
        Err(error) => panic!("{error}"),
    }
}

fn fires(rule: &Rule, planned: &Planned) -> bool {
    planned.findings.iter().any(|finding| finding.rule == rule.id)
}

#[test]
fn examples_fire_their_rule() {
    let silent: Vec<&str> = RULES
        .iter()
        .filter(|rule| {
            let example = &rule.documentation.example;
            !fires(rule, &planned(example.provider, example.before, example.after))
        })
        .map(|rule| rule.id)
        .collect();
    assert_eq!(silent, Vec::<&str>::new());
}

#[test]
fn what_to_do_instead_does_not_fire_the_rule() {
    let loud: Vec<&str> = RULES
        .iter()
        .filter(|rule| {
            let example = &rule.documentation.example;
            rule.documentation
                .instead_after
                .is_some_and(|after| fires(rule, &planned(example.provider, example.before, after)))
        })
        .map(|rule| rule.id)
        .collect();
    assert_eq!(loud, Vec::<&str>::new());
}

#[test]
fn examples_of_written_statements_fire_their_rule_and_the_instead_does_not() {
    for rule in SCRIPT_RULES {
        let ScriptExample { provider, after, written } = rule.documentation.example;
        let own = script::parse(provider, &planned(provider, "", after).migration_sql).unwrap();
        let fires = |text: &str| {
            let found = check_written(provider, &own, &script::parse(provider, text).unwrap());
            found.iter().any(|finding| finding.rule == rule.id)
        };
        assert!(fires(written), "{}", rule.id);
        assert!(!rule.documentation.instead_written.is_some_and(fires), "{}", rule.id);
        assert_eq!(crate::format::format_text(after), after, "{}", rule.id);
    }
}

#[test]
fn examples_are_canonical_schemas() {
    for rule in RULES {
        let example = &rule.documentation.example;
        for text in [Some(example.before), Some(example.after), rule.documentation.instead_after] {
            let text = text.unwrap_or_default();
            assert_eq!(crate::format::format_text(text), text, "{}", rule.id);
        }
    }
}

#[test]
fn ids_are_unique_and_messages_are_one_sentence() {
    let all = all_rules();
    let ids: std::collections::BTreeSet<&str> = all.iter().map(|rule| rule.id()).collect();
    assert_eq!(ids.len(), all.len());
    let gates = all.iter().take_while(|rule| rule.level() == Level::Gating).count();
    assert!(all[gates..].iter().all(|rule| rule.level() == Level::Notice));
    for rule in RULES {
        let example = &rule.documentation.example;
        for finding in planned(example.provider, example.before, example.after).findings {
            assert!(finding.message.ends_with('.') && !finding.message.contains('\n'));
        }
    }
}

#[test]
fn a_new_table_has_no_gating_finding() {
    for rule in RULES {
        let example = &rule.documentation.example;
        let planned = planned(example.provider, "", example.after);
        assert_eq!(planned.warnings, Vec::<String>::new(), "{}", rule.id);
    }
}

/// A migration of a model with these fields, in a schema that may have partial indexes.
fn changed(provider: Provider, before: &str, after: &str, hints: &[RenameHint]) -> Planned {
    let model = |fields: &str| {
        format!(
            "generator client {{\n  provider = \"prisma-client-js\"\n  previewFeatures = \
             [\"partialIndexes\"]\n}}\n\nenum Role {{\n  admin\n  member\n}}\n\nmodel A {{\n  \
             id Int @id\n{fields}\n}}\n"
        )
    };
    planned_with(provider, &model(before), &model(after), hints)
}

/// How many questions each finding of a rule has.
fn asks(planned: &Planned, rule: &str) -> Vec<usize> {
    let findings = planned.findings.iter().filter(|finding| finding.rule == rule);
    findings.map(|finding| finding.probes.len()).collect()
}

#[test]
fn a_condition_that_speaks_of_another_column_now_is_not_known_to_hold() {
    let index = |on: &str| format!("@@unique([s], where: raw(\"{on} IS NULL\"), map: \"pu\")");
    let before = format!("s Int\nt String?\n{}", index("t"));
    let hint = || hint::parse("A.t=A.u").unwrap();
    let after = format!("s Int\nu String?\nt String?\n{}", index("t"));
    let planned = changed(Provider::Postgresql, &before, &after, &[hint()]);
    assert_eq!(asks(&planned, "add-unique"), [0], "{:?}", planned.warnings);
    // The same rows under the column's new name were unique before.
    let after =
        format!("s Int\nu String?\n{}\n@@unique([s, id], where: raw(\"u IS NULL\"))", index("u"));
    let planned = changed(Provider::Postgresql, &before, &after, &[hint()]);
    assert_eq!(asks(&planned, "add-unique"), [0_usize; 0], "{:?}", planned.warnings);
}

#[test]
fn values_that_a_cast_may_make_equal_are_not_asked_as_they_are() {
    for (before, after) in [("String", "String @db.Citext"), ("Float", "Int")] {
        let after = format!("e {after} @unique");
        let planned = changed(Provider::Postgresql, &format!("e {before}"), &after, &[]);
        assert_eq!(asks(&planned, "add-unique"), [0], "{after}");
    }
    let planned = changed(Provider::Postgresql, "e Int", "e BigInt @unique", &[]);
    assert_eq!(asks(&planned, "add-unique"), [1]);
}

#[test]
fn a_condition_on_values_that_get_other_names_is_not_asked() {
    let schema = |value: &str, index: &str| {
        format!(
            "generator client {{\n  provider = \"prisma-client-js\"\n  previewFeatures = \
             [\"partialIndexes\"]\n}}\n\nenum Role {{\n  {value}\n  member\n}}\n\nmodel A {{\n  \
             id Int @id\n  n Int\n  r Role\n{index}}}\n"
        )
    };
    let before = schema("admin", "");
    let after = schema("admin @map(\"root\")", "  @@unique([n], where: raw(\"r = 'root'\"))\n");
    for provider in Provider::ALL {
        let planned = planned(provider, &before, &after);
        assert_eq!(asks(&planned, "add-unique"), [0], "{provider}: {}", planned.migration_sql);
    }
}

#[test]
fn nothing_is_missed_where_values_get_other_names_and_their_index_with_them() {
    let schema = |value: &str, condition: &str| {
        format!(
            "generator client {{\n  provider = \"prisma-client-js\"\n  previewFeatures = \
             [\"partialIndexes\"]\n}}\n\nenum Role {{\n  admin{value}\n  member\n}}\n\nmodel A {{\n  \
             id Int @id\n  n Int\n  m Int\n  r Role @default(admin)\n  \
             @@unique([n], where: raw(\"r {condition}\"), map: \"one\")\n  \
             @@index([m], where: raw(\"r {condition}\"), map: \"some\")\n}}\n"
        )
    };
    let before = schema("", "= 'admin'");
    let told = |provider, after: &str| {
        let planned = planned(provider, &before, after);
        let rules = ["add-unique", "changes-default", "drops-index", "drops-unique"];
        rules.map(|rule| planned.findings.iter().any(|finding| finding.rule == rule))
    };
    let root = " @map(\"root\")";
    for provider in Provider::ALL {
        assert_eq!(told(provider, &schema(root, "= 'root'")), [false; 4], "{provider}");
        // Of the others only the default stays what it was.
        let others = [true, false, true, true];
        assert_eq!(told(provider, &schema(root, "= 'member'")), others, "{provider}");
    }
}

#[test]
fn a_new_column_of_ids_is_unique() {
    for function in ["gen_random_uuid()", "uuidv7()"] {
        let after = format!("token String @unique @default(dbgenerated(\"{function}\")) @db.Uuid");
        let planned = changed(Provider::Postgresql, "", &after, &[]);
        assert_eq!(asks(&planned, "add-unique"), [0_usize; 0], "{:?}", planned.warnings);
    }
    let after = "token Float @unique @default(dbgenerated(\"random()\"))";
    assert_eq!(asks(&changed(Provider::Postgresql, "", after, &[]), "add-unique"), [0]);
}

#[test]
fn a_default_goes_where_no_number_takes_its_place() {
    let drops = |provider: Provider, before: &str, after: &str| {
        let model = |field: &str| format!("model A {{\n  id {field}\n  n Int?\n}}\n");
        let planned = planned(provider, &model(before), &model(after));
        planned.findings.iter().any(|finding| finding.rule == "drops-default")
    };
    let numbered = "Int @id @default(autoincrement())";
    assert!(!drops(Provider::Postgresql, "Int @id @default(1)", numbered));
    assert!(drops(Provider::Postgresql, numbered, "Int @id"));
    // A single integer key of SQLite is numbered, asked or not; another type never is.
    assert!(!drops(Provider::Sqlite, numbered, "Int @id"));
    assert!(drops(Provider::Sqlite, numbered, "BigInt @id @default(autoincrement())"));
}

#[test]
fn a_primary_key_that_an_index_replaces_is_not_missed() {
    let schema = |key: &str| format!("model A {{\n  a Int\n  b Int\n{key}\n}}\n");
    for provider in Provider::ALL {
        let key = schema("@@id([a, b])");
        let drops = |after: &str| {
            let planned = planned(provider, &key, &schema(after));
            planned.findings.iter().any(|finding| finding.rule == "drops-constraint")
        };
        assert!(!drops("@@unique([a, b])"), "{provider}");
    }
}
