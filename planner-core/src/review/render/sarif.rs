//! The review of a project -> SARIF 2.1.0, which GitHub's code scanning, GitLab and editors read. A run a
//! project.
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use super::located::{Located, Weight, located};
use super::percent;
use super::places::{ReviewedProject, Spot};
use crate::ordered::BTreeMap;
use crate::source::escape_hidden;
use crate::warning::registry;
use serde_json::{Value, json};

/// The document.
pub fn render(projects: &[ReviewedProject<'_>]) -> String {
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": projects.iter().map(run).collect::<Vec<Value>>(),
    });
    format!("{document:#}\n")
}

fn run(project: &ReviewedProject<'_>) -> Value {
    let all = located(project);
    let mut first_of: BTreeMap<&str, &Located> = BTreeMap::new();
    for entry in &all {
        first_of.entry(&entry.rule).or_insert(entry);
    }
    let index: BTreeMap<&str, usize> =
        first_of.keys().enumerate().map(|(index, rule)| (*rule, index)).collect();
    let rules: Vec<Value> = first_of.values().map(|entry| rule(entry)).collect();
    let result = |entry: &Located| {
        let at = index.get(entry.rule.as_str()).copied().unwrap_or_default();
        result(entry, at)
    };
    // GitHub keeps the findings of one project apart from those of another by this.
    let category = format!("comon/{}/", percent::encode(&project.placement.schema, b"/-"));
    json!({
        "tool": { "driver": {
            "name": "comon",
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": rules,
        } },
        "automationDetails": { "id": category },
        "columnKind": "utf16CodeUnits",
        "results": all.iter().map(result).collect::<Vec<Value>>(),
    })
}

fn rule(entry: &Located) -> Value {
    let explained = registry::rule(&entry.rule).map(registry::AnyRule::explanation);
    let (short, full, help) = match explained {
        Some(each) => (each.what, each.why, each.instead),
        None => ("A rule of reviewed migrations is broken.", entry.message.as_str(), ""),
    };
    let help = if help.is_empty() { entry.help.as_str() } else { help };
    let help = if help.is_empty() { "Run comon review to see what does not fit." } else { help };
    let tag = match entry.weight {
        Weight::Broken => "integrity",
        Weight::Gating => "risk",
        Weight::Notice => "notice",
    };
    json!({
        "id": entry.rule,
        "shortDescription": { "text": short },
        "fullDescription": { "text": escape_hidden(full) },
        "help": { "text": escape_hidden(help) },
        "defaultConfiguration": { "level": level(entry.weight) },
        "properties": { "tags": ["migrations", tag] },
    })
}

fn result(entry: &Located, rule: usize) -> Value {
    let mut message = escape_hidden(&entry.message);
    if !entry.help.is_empty() {
        message.push('\n');
        message.push_str(&escape_hidden(&entry.help));
    }
    let mut locations = entry.spots.iter().map(location);
    let first: Vec<Value> = locations.next().into_iter().collect();
    let related: Vec<Value> = locations.collect();
    let mut result = json!({
        "ruleId": entry.rule,
        "ruleIndex": rule,
        "level": level(entry.weight),
        // Braces and brackets mean something in a message of SARIF: links and placeholders.
        "message": { "text": message.replace('\\', "\\\\").replace('[', "\\[")
            .replace(']', "\\]").replace('{', "{{").replace('}', "}}") },
        "locations": first,
        "partialFingerprints": { "comonReview/v1": entry.fingerprint },
    });
    if let (Some(fields), false) = (result.as_object_mut(), related.is_empty()) {
        fields.insert("relatedLocations".to_owned(), Value::Array(related));
    }
    result
}

fn location(spot: &Spot) -> Value {
    let mut place = json!({
        "artifactLocation": {
            "uri": percent::encode(&spot.path, b"/-"),
            "uriBaseId": "%SRCROOT%",
        },
    });
    let (first, last) = spot.lines.map_or((1, 1), |lines| (lines.first, lines.last));
    if let Some(fields) = place.as_object_mut() {
        fields.insert("region".to_owned(), json!({ "startLine": first, "endLine": last }));
    }
    json!({ "physicalLocation": place })
}

fn level(weight: Weight) -> &'static str {
    match weight {
        Weight::Broken | Weight::Gating => "error",
        Weight::Notice => "note",
    }
}
