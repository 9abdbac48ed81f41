//! `comon explain`: what a warning means, why it matters and what to do instead. Needs neither a
//! project nor a database.

use crate::error::{Error, Result};
use crate::output::{Report, Tone};
use planner_core::provider::Provider;
use planner_core::review::explain::{ExplainedExample, ExplainedRule, explain, explain_all};
use planner_core::warning::registry;
use serde_json::json;
use similar::TextDiff;

/// Explain a warning: what happens, why it matters, what to do instead
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The id of the warning, such as drop-column [default: a list of all]
    #[arg(value_name = "ID")]
    id: Option<String>,
}

/// Runs the command.
///
/// # Errors
///
/// There is no warning of that id.
pub fn run(args: &Args) -> Result<Report> {
    let Some(id) = &args.id else { return Ok(list()) };
    // What a refusal prints is `drop-column:users.legacy_code`.
    let id = id.split(':').next().unwrap_or_default();
    let Some(rule) = registry::rule(id) else {
        let words: Vec<&str> = id.split('-').filter(|word| word.len() > 3).collect();
        let alike = registry::all_rules().into_iter().map(registry::AnyRule::id);
        let alike: Vec<&str> =
            alike.filter(|known| words.iter().any(|word| known.contains(word))).collect();
        let help = match alike.as_slice() {
            [] => "comon explain lists all of them.".to_owned(),
            _ => format!("did you mean {}?", alike.join(", ")),
        };
        let message = format!("No warning is called `{}`.", id.escape_debug());
        return Err(Error::invalid("unknown-warning-id", message).help(help));
    };
    let rule = explain(rule);
    let report = Report::new(Tone::Plain, format!("{}: {}", rule.id, level(&rule)))
        .field("rule", json!(rule))
        .lines(described(&rule));
    Ok(match rule.gating {
        true => report.next(format!(
            "accept it with --allow {}:<subject> once you have looked at it",
            rule.id
        )),
        false => report,
    })
}

fn list() -> Report {
    let rules = explain_all();
    let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
    let lines = |gating: bool| {
        let some = rules.iter().filter(move |rule| rule.gating == gating);
        some.map(move |rule| format!("  {:width$}  {}", rule.id, rule.message)).collect::<Vec<_>>()
    };
    let (gates, notices) = (lines(true), lines(false));
    let verdict = format!("{} warnings that gate, {} notices.", gates.len(), notices.len());
    Report::new(Tone::Plain, verdict)
        .line("Warnings that stop until they are accepted:")
        .lines(gates)
        .line("")
        .line("Notices:")
        .lines(notices)
        .field("rules", json!(rules))
        .next("comon explain <id>")
}

fn level(rule: &ExplainedRule) -> String {
    let databases: Vec<&str> = rule.databases.iter().copied().map(Provider::display_name).collect();
    let what = if rule.gating { "stops until it is accepted" } else { "a notice, stops nothing" };
    format!("{what} ({})", databases.join(", "))
}

fn described(rule: &ExplainedRule) -> Vec<String> {
    let mut lines = vec![format!("  {}", rule.message), String::new()];
    for (label, words) in [("what", rule.what), ("why", rule.why), ("instead", rule.instead)] {
        lines.extend(wrapped(label, words));
    }
    for probe in &rule.probes {
        lines.extend(wrapped("probe", &format!("{}; nothing is at risk at 0", probe.counts)));
        lines.push(format!("           {}", probe.sql));
    }
    let mut shown = |label: &str, text: String| {
        lines.push(String::new());
        lines.push(format!("{label}:"));
        lines.extend(text.lines().map(|line| format!("  {line}").trim_end().to_owned()));
    };
    match rule.example {
        ExplainedExample::Schemas { before, after, instead } => {
            shown("Example", difference(before, after));
            if let Some(instead) = instead {
                shown("Instead", difference(before, instead));
            }
        }
        ExplainedExample::Script { written, instead, .. } => {
            shown("Example", written.to_owned());
            if let Some(instead) = instead {
                shown("Instead", instead.to_owned());
            }
        }
        ExplainedExample::Live { words } => shown("Example", words.to_owned()),
    }
    for way in &rule.safer {
        shown("In SQL", format!("{}\n{}\n\n{}", way.title, way.when, way.sql));
    }
    lines
}

/// Both schemas in one, with what goes and what comes marked.
fn difference(before: &str, after: &str) -> String {
    let changes = TextDiff::from_lines(before, after);
    changes.iter_all_changes().map(|change| format!("{}{change}", change.tag())).collect()
}

/// How wide a text may be.
const WIDTH: usize = 88;

/// A text behind its label, broken between words.
fn wrapped(label: &str, words: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = format!("  {label:8}");
    for word in words.split_whitespace() {
        if line.len() + 1 + word.len() > WIDTH {
            lines.push(std::mem::replace(&mut line, " ".repeat(10)));
        }
        line.push(' ');
        line.push_str(word);
    }
    lines.push(line);
    lines
}
