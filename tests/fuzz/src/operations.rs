//! What the planner is asked to do with one text, each by its name: a schema in, a few words about
//! the answer out. What has to hold of the answers is not known here, but in [`crate::laws`].

use crate::meter::Meter;
use planner_core::database::lower::lower;
use planner_core::diagnostic::view::Places;
use planner_core::diagnostic::{self, Diagnostic, Frames, Severity};
use planner_core::planner::{self, PlanRequest};
use planner_core::schema::{self, Checked};
use planner_core::source::Sources;
use planner_core::syntax::document::Arena;
use planner_core::{dialect, format, syntax};

/// Something to do with a schema.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// What it is called.
    pub name: &'static str,
    /// Does it; the meter measures that alone.
    pub run: fn(&mut Meter, &Sources) -> String,
}

/// All of them.
pub const OPERATIONS: [Operation; 8] = [
    Operation { name: "parse", run: parse },
    Operation { name: "check", run: check },
    Operation { name: "show", run: show },
    Operation { name: "format", run: format },
    Operation { name: "snapshot", run: snapshot },
    Operation { name: "create", run: |meter, sources| plan(meter, None, sources) },
    Operation { name: "same", run: |meter, sources| plan(meter, Some(sources), sources) },
    Operation { name: "drop", run: drop_all },
];

/// How many problems are shown to measure it: showing is the same work for each of them.
const SHOWN: usize = 100_000;

/// The length of all files.
pub fn bytes(sources: &Sources) -> usize {
    sources.iter().map(|(_, file)| file.text.len()).sum()
}

/// All that `comon check` finds, with what only planning refuses.
pub fn checked(sources: &Sources) -> Checked {
    let mut checked = schema::check(sources);
    if let Some(schema) = &checked.schema {
        let (_, more) = lower(schema, dialect::type_system(schema.datasource.provider));
        diagnostic::join(&mut checked.diagnostics, more);
    }
    checked
}

/// What `comon check` prints as text.
pub fn shown(sources: &Sources, diagnostics: &[Diagnostic]) -> Vec<String> {
    let frames = Frames::new(sources, false);
    diagnostics.iter().map(|each| frames.render(each)).collect()
}

/// What it prints as JSON.
pub fn shown_as_json(sources: &Sources, diagnostics: &[Diagnostic]) -> String {
    let views = Places::new(sources).views(diagnostics);
    serde_json::to_string(&views).expect("a diagnostic is plain data")
}

fn parse(meter: &mut Meter, sources: &Sources) -> String {
    let arena = Arena::for_sources(sources);
    let parse = || syntax::parse(sources, &arena);
    let (document, problems) = meter.run("parse", bytes(sources), parse);
    format!("{} items, {} problems", document.items.len(), problems.len())
}

fn check(meter: &mut Meter, sources: &Sources) -> String {
    let checked = meter.run("check", bytes(sources), || checked(sources));
    let count =
        |severity| checked.diagnostics.iter().filter(|each| each.severity == severity).count();
    let verdict = if checked.schema.is_some() { "valid" } else { "invalid" };
    let errors = count(Severity::Error);
    format!("{verdict}, {errors} errors, {} others", checked.diagnostics.len() - errors)
}

fn show(meter: &mut Meter, sources: &Sources) -> String {
    let checked = checked(sources);
    let some = checked.diagnostics.get(..SHOWN).unwrap_or(&checked.diagnostics);
    let texts = meter.run("show", bytes(sources), || shown(sources, some));
    let json = meter.run("show as JSON", bytes(sources), || shown_as_json(sources, some));
    let text: usize = texts.iter().map(String::len).sum();
    format!("{} frames of {} kB, {} kB of JSON", texts.len(), text / 1000, json.len() / 1000)
}

fn format(meter: &mut Meter, sources: &Sources) -> String {
    let texts: Vec<&str> = sources.iter().map(|(_, file)| file.text.as_str()).collect();
    let all = || texts.iter().map(|text| format::format_text(text).len()).sum::<usize>();
    let formatted = meter.run("format", bytes(sources), all);
    format!("{formatted} bytes")
}

fn snapshot(meter: &mut Meter, sources: &Sources) -> String {
    let text = meter.run("snapshot", bytes(sources), || format::snapshot(sources));
    format!("{} bytes", text.len())
}

fn drop_all(meter: &mut Meter, sources: &Sources) -> String {
    let provider =
        schema::check_snapshot(sources, None).schema.map(|found| found.datasource.provider);
    let Some(provider) = provider else { return "refused".to_owned() };
    let nothing = format!("datasource db {{\n  provider = \"{provider}\"\n}}\n");
    plan(meter, Some(sources), &Sources::single("schema.prisma", &nothing))
}

fn plan(meter: &mut Meter, before: Option<&Sources>, after: &Sources) -> String {
    let length = before.map_or(0, bytes).max(bytes(after));
    let request = PlanRequest { before, after, hints: &[] };
    match meter.run("plan", length, || planner::plan(&request)) {
        Ok(planned) => format!("{} statements", planned.statement_count),
        Err(_) => "refused".to_owned(),
    }
}
