//! The documentation of the rules is run: each example fires its rule, and what is said to do
//! instead does not.

use crate::planner::{PlanRequest, Planned, plan};
use crate::provider::Provider;
use crate::source::Sources;
use crate::warning::registry::RULES;
use crate::warning::rule::Rule;

fn planned(provider: Provider, before: &str, after: &str) -> Planned {
    let datasource = format!("datasource db {{\n  provider = \"{provider}\"\n}}\n\n");
    let sources = |text: &str| Sources::single("schema.prisma", &format!("{datasource}{text}"));
    let (before, after) = (sources(before), sources(after));
    match plan(&PlanRequest { before: Some(&before), after: &after, hints: &[] }) {
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
    let ids: std::collections::BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), RULES.len());
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
