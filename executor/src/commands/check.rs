//! `comon check`: all problems of the schema at once.

use crate::commands::context::Context;
use crate::commands::show::counted;
use crate::error::Result;
use crate::output::{Report, Tone, terminal};
use planner_core::database::lower::lower;
use planner_core::diagnostic::{self, Diagnostic, Frames, Severity};
use planner_core::source::{Lines, Sources};
use planner_core::{dialect, schema};
use serde_json::{Value, json};

/// Show all problems of the schema, each with file, line, source frame and help
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the command.
///
/// # Errors
///
/// The schema cannot be found or read.
pub fn run(context: &Context<'_>, _args: &Args) -> Result<Report> {
    let project = context.project()?;
    let checked = schema::check(&project.sources);
    let mut diagnostics = checked.diagnostics;
    if let Some(schema) = &checked.schema {
        let system = dialect::type_system(schema.datasource.provider);
        let (_, unplannable) = lower(schema, system);
        diagnostic::join(&mut diagnostics, unplannable);
    }
    let sources = project.shown_sources();
    let count =
        |severity: Severity| diagnostics.iter().filter(|each| each.severity == severity).count();
    let errors = count(Severity::Error);
    let unplannable = count(Severity::Unplannable);
    let warnings = count(Severity::Warning);
    let place = project.schema.display();
    let mut beside = String::new();
    if unplannable > 0 {
        let refused = counted(unplannable, "problem");
        beside.push_str(&format!(", with {refused} that migrate refuses"));
    }
    if warnings > 0 {
        beside.push_str(&format!(", with {}", counted(warnings, "warning")));
    }
    let report = if errors == 0 {
        let tone = if unplannable == 0 { Tone::Good } else { Tone::Caution };
        Report::new(tone, format!("The schema {place} is valid{beside}."))
    } else {
        let found = counted(errors, "error");
        Report::new(Tone::Bad, format!("The schema {place} has {found}{beside}.")).exit(2)
    };
    let frames = Frames::new(&sources, terminal::colour_on_stdout());
    let lines = Lines::new(&sources);
    let values: Vec<Value> = diagnostics.iter().map(|each| value(each, &sources, &lines)).collect();
    let frames = diagnostics.iter().map(|each| format!("\n{}", frame(each, &frames)));
    Ok(report
        .lines(frames.collect::<Vec<_>>())
        .field("errors", errors)
        .field("unplannable", unplannable)
        .field("warnings", warnings)
        .field("diagnostics", values))
}

/// What only migrating refuses is a warning here: the schema itself can be used.
fn frame(diagnostic: &Diagnostic, frames: &Frames<'_>) -> String {
    let shown = Diagnostic {
        severity: match diagnostic.severity {
            Severity::Unplannable | Severity::Warning => Severity::Warning,
            Severity::Error => Severity::Error,
        },
        ..diagnostic.clone()
    };
    let frame = frames.render(&shown).trim_end().to_owned();
    match diagnostic.severity {
        Severity::Unplannable => format!("{frame}\nnote: migrate refuses this"),
        Severity::Error | Severity::Warning => frame,
    }
}

fn value(diagnostic: &Diagnostic, sources: &Sources, lines: &Lines<'_>) -> Value {
    let known = sources.file(diagnostic.span.file).zip(lines.file(diagnostic.span.file));
    let place =
        known.map(|(file, lines)| (file.path.as_str(), lines.position(diagnostic.span.start)));
    json!({
        "id": diagnostic.id,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "file": place.map(|(path, _)| path),
        "line": place.map(|(_, position)| position.line),
        "column": place.map(|(_, position)| position.column),
        "help": diagnostic.help,
    })
}
