//! The review of a project -> GitHub's workflow commands, which a job prints and GitHub shows on the lines
//! of the pull request.
//! <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>

use super::located::{Located, Weight, located};
use super::places::{ReviewedProject, Spot};
use crate::source::escape_hidden;

/// A line each, what stops first: GitHub shows ten of a kind in one step. On migration.sql all, then what
/// stops once more on the schema.
pub fn render(projects: &[ReviewedProject<'_>]) -> String {
    let all: Vec<Located> = projects.iter().flat_map(located).collect();
    let mut text = String::new();
    for entry in &all {
        if let Some(spot) = entry.spots.first() {
            text.push_str(&command(entry, spot));
        }
    }
    for entry in all.iter().filter(|entry| entry.weight == Weight::Gating) {
        let shown = entry.spots.first().map(|spot| spot.path.as_str());
        let other = entry.spots.iter().find(|spot| Some(spot.path.as_str()) != shown);
        if let Some(spot) = other {
            text.push_str(&command(entry, spot));
        }
    }
    text
}

fn command(entry: &Located, spot: &Spot) -> String {
    let word = match entry.weight {
        Weight::Broken | Weight::Gating => "error",
        Weight::Notice => "notice",
    };
    let lines = match spot.lines {
        Some(lines) => format!(",line={},endLine={}", lines.first, lines.last),
        None => ",line=1".to_owned(),
    };
    let mut message = escape_hidden(&entry.message);
    if !entry.help.is_empty() {
        message.push('\n');
        message.push_str(&escape_hidden(&entry.help));
    }
    format!(
        "::{word} file={}{lines},title={}::{}\n",
        property(&spot.path),
        property(&format!("comon: {}", entry.rule)),
        data(&message)
    )
}

/// What stands behind the second pair of colons.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What stands behind an equals sign.
fn property(text: &str) -> String {
    data(&escape_hidden(text)).replace(':', "%3A").replace(',', "%2C")
}
