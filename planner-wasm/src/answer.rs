//! Questions -> answers, through the planner. The same functions answer in WebAssembly and
//! natively, where the parity test calls them.

use crate::request::{FileInput, PlanInput, sources};
use crate::view::{self, CheckView, PlanView};
use planner_core::diagnostic::view::Places;
use planner_core::diff::hint::{self, RenameHint};
use planner_core::format;
use planner_core::planner::{self, PlanRequest};

/// All problems of a schema.
pub fn check(files: Vec<FileInput>) -> CheckView {
    let sources = sources(files);
    CheckView { diagnostics: Places::new(&sources).views(&planner::problems(&sources)) }
}

/// A schema file in canonical formatting.
pub fn format(text: &str) -> String {
    format::format_text(text)
}

/// What leads from one schema to another, or what stands against it.
pub fn plan(input: PlanInput) -> PlanView {
    let before = input.before.map(sources);
    let after = sources(input.after);
    let (hints, refusals) = hints(&input.hints);
    if !refusals.is_empty() {
        return PlanView { refusals, ..PlanView::default() };
    }
    let request = PlanRequest { before: before.as_ref(), after: &after, hints: &hints };
    match planner::plan(&request) {
        Ok(planned) => view::planned(planned),
        Err(error) => view::refused(&error),
    }
}

/// The hints, and what is wrong with those that cannot be read.
fn hints(lines: &[String]) -> (Vec<RenameHint>, Vec<String>) {
    let mut hints = Vec::new();
    let mut problems = Vec::new();
    for line in lines {
        match hint::parse(line) {
            Ok(hint) => hints.push(hint),
            Err(error) => problems.push(error.to_string()),
        }
    }
    (hints, problems)
}
