//! The findings of a migration -> what to deploy first, the migration or the application, for all
//! of it and change by change. Says nothing that the findings do not.

use super::model::{Order, OrderedChange};
use super::phrases::phrase;
use crate::diff::change::{Change, ChangeId, ChangeSet};
use crate::ordered::BTreeMap;
use crate::warning::Finding;
use crate::warning::rules::{breaks_new_application_before_deploy, breaks_old_application};

const OLD: &str = breaks_old_application::RULE.id;
const NEW: &str = breaks_new_application_before_deploy::RULE.id;

/// The order of the whole. The first tables of all break nothing, and every application needs
/// them.
pub fn order(changes: &ChangeSet, findings: &[Finding]) -> Order {
    let any = |rule: &str| findings.iter().any(|finding| finding.rule == rule);
    let creates = changes.changes.iter().any(|change| matches!(change, Change::CreateTable(_)));
    Order::of(any(OLD), creates || any(NEW))
}

/// The order of each change to which it matters.
pub fn ordered_changes(changes: &ChangeSet, findings: &[Finding]) -> Vec<OrderedChange> {
    let mut about: BTreeMap<ChangeId, Vec<&Finding>> = BTreeMap::new();
    for finding in findings.iter().filter(|each| each.rule == OLD || each.rule == NEW) {
        for id in &finding.changes {
            about.entry(*id).or_default().push(finding);
        }
    }
    let ordered = about.into_iter().filter_map(|(id, about)| {
        let words = phrase(changes.changes.get(id.0)?);
        let any = |rule: &str| about.iter().any(|finding| finding.rule == rule);
        Some(OrderedChange {
            change: format!("{} {}", words.verb.word(), words.object),
            order: Order::of(any(OLD), any(NEW)),
            because: about.iter().map(|each| each.message.clone()).collect(),
        })
    });
    ordered.collect()
}
