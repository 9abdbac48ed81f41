//! `comon check`: all problems of the schema at once.

use crate::commands::context::{Context, diagnostic_values};
use crate::commands::show::counted;
use crate::error::Result;
use crate::output::{Report, Tone, terminal};
use planner_core::diagnostic::{Diagnostic, Frames, Severity};
use planner_core::planner;

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
    let diagnostics = planner::problems(&project.sources);
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
    let values = diagnostic_values(&diagnostics, &sources);
    let frames = Frames::new(&sources, terminal::colour_on_stdout());
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
