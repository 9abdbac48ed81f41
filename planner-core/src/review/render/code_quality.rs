//! The review of a project -> GitLab's code quality report.
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>

use super::located::{Located, Weight, located};
use super::places::ReviewedProject;
use crate::source::escape_hidden;
use serde_json::{Value, json};

/// A list of issues.
pub fn render(projects: &[ReviewedProject<'_>]) -> String {
    let issues: Vec<Value> = projects.iter().flat_map(located).map(|entry| issue(&entry)).collect();
    format!("{:#}\n", Value::Array(issues))
}

fn issue(entry: &Located) -> Value {
    let severity = match entry.weight {
        Weight::Broken => "blocker",
        Weight::Gating => "critical",
        Weight::Notice => "info",
    };
    let spot = entry.spots.first();
    let lines = spot.and_then(|spot| spot.lines);
    let (begin, end) = lines.map_or((1, 1), |lines| (lines.first, lines.last));
    let mut description = escape_hidden(&entry.message);
    if !entry.help.is_empty() {
        description.push(' ');
        description.push_str(&escape_hidden(&entry.help));
    }
    json!({
        "description": description,
        "check_name": entry.rule,
        "fingerprint": entry.fingerprint,
        "severity": severity,
        "location": {
            "path": spot.map(|spot| spot.path.as_str()).unwrap_or_default(),
            "lines": { "begin": begin, "end": end },
        },
    })
}
