//! `comon format`: the schema's files in canonical form, comments kept. All of them are formatted
//! before the first is written, and a schema that cannot be read is left as it is.

use crate::commands::context::{Context, schema_error};
use crate::commands::show::counted;
use crate::error::{Error, Result, io_words};
use crate::output::{Report, Tone};
use crate::write_file::stage;
use planner_core::diagnostic::{self, Severity};
use planner_core::secret::masked;
use planner_core::source::Sources;
use planner_core::syntax::document::Arena;
use planner_core::{format, syntax};
use serde_json::{Value, json};
use similar::{ChangeTag, TextDiff};
use std::io::Read;

/// How many lines from the first difference on are compared, and how many changes are shown.
const LOOKED_AT: usize = 12;
const SHOWN: usize = 6;

/// Write the schema's files in canonical form, comments kept
///
/// It is the form of Prisma's formatter. Only the layout changes: nothing is added, and what a file
/// says stays the same. Where a line cannot be read, nothing is written.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Write nothing; exit 1 where a file is not in canonical form
    #[arg(long)]
    check: bool,
    /// Format standard input to standard output instead of files, for editors
    #[arg(value_name = "-", value_parser = standard_input_only)]
    input: Option<String>,
}

fn standard_input_only(word: &str) -> std::result::Result<String, String> {
    let wrong = || "only - for standard input stands here; --schema names files and folders".into();
    (word == "-").then(|| word.to_owned()).ok_or_else(wrong)
}

/// A file that is not in canonical form.
struct Unformatted {
    path: String,
    written: String,
    formatted: String,
}

/// Runs the command.
///
/// # Errors
///
/// A file cannot be read, parsed or written.
pub fn run(context: &Context<'_>, args: &Args) -> Result<Report> {
    if args.input.is_some() {
        let sources = Sources::single("stdin", &standard_input()?);
        let unformatted = unformatted(&sources)?;
        return if args.check { Ok(checked(unformatted, None)) } else { shown(context, &sources) };
    }
    let project = context.project()?;
    let unformatted = unformatted(&project.shown_sources())?;
    if args.check {
        return Ok(checked(unformatted, Some("comon format")));
    }
    let mut staged = Vec::new();
    for file in &unformatted {
        staged.push(stage(&project.working_directory.join(&file.path), &file.formatted)?);
    }
    for each in staged {
        each.put_in_place()?;
    }
    let changed: Vec<String> = unformatted.into_iter().map(|file| file.path).collect();
    let report = match changed.len() {
        0 => Report::new(Tone::Good, "Every file is in canonical form."),
        count => Report::new(Tone::Good, format!("Formatted {}.", counted(count, "file"))),
    };
    Ok(report.lines(changed.iter().map(|path| format!("  {path}"))).field("changed", changed))
}

/// The files that are not in canonical form; all errors where some line cannot be read.
fn unformatted(sources: &Sources) -> Result<Vec<Unformatted>> {
    let arena = Arena::for_sources(sources);
    let (_, diagnostics) = syntax::parse(sources, &arena);
    let mut broken: Vec<_> =
        diagnostics.into_iter().filter(|each| each.severity == Severity::Error).collect();
    if !broken.is_empty() {
        diagnostic::sort(&mut broken);
        return Err(schema_error(&broken, sources));
    }
    let files = sources.iter().map(|(_, file)| Unformatted {
        path: file.path.clone(),
        written: file.text.clone(),
        formatted: format::format_text(&file.text),
    });
    Ok(files.filter(|file| file.formatted != file.written).collect())
}

/// What `--check` says, with the command that helps.
fn checked(unformatted: Vec<Unformatted>, next: Option<&str>) -> Report {
    if unformatted.is_empty() {
        return Report::new(Tone::Good, "Every file is in canonical form.")
            .field("changed", Vec::<String>::new())
            .field("differences", Vec::<Value>::new());
    }
    let verdict = format!("{} not in canonical form.", counted(unformatted.len(), "file"));
    let mut report = Report::new(Tone::Bad, verdict).exit(1);
    report.next = next.map(str::to_owned);
    let mut differences = Vec::new();
    for file in &unformatted {
        let (line, changes) = first_difference(&file.written, &file.formatted);
        report = report.line(format!("  {}:{line}", file.path)).lines(changes);
        differences.push(json!({ "file": file.path, "line": line }));
    }
    let changed: Vec<String> = unformatted.into_iter().map(|file| file.path).collect();
    report.field("changed", changed).field("differences", differences)
}

/// The canonical form of standard input, bare: what an editor puts into its buffer.
fn shown(context: &Context<'_>, sources: &Sources) -> Result<Report> {
    let text: String = sources.iter().map(|(_, file)| format::format_text(&file.text)).collect();
    if !context.terminal.json {
        context.terminal.result(&text)?;
    }
    Ok(Report::new(Tone::Plain, "").field("text", text))
}

fn standard_input() -> Result<String> {
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).map_err(|error| {
        Error::failed(
            "unreadable-schema",
            format!("Standard input cannot be read: {}.", io_words(&error)),
        )
    })?;
    String::from_utf8(bytes).map_err(|_| {
        Error::invalid("unreadable-schema", "Standard input is not UTF-8.")
            .help("Save the schema in the encoding UTF-8.")
    })
}

/// The number of the first line that differs, and the changes there.
fn first_difference(written: &str, formatted: &str) -> (usize, Vec<String>) {
    let lines = |text: &'_ str| {
        text.split_inclusive('\n').map(|line| visible(&masked(line))).collect::<Vec<_>>()
    };
    let (left, right) = (lines(written), lines(formatted));
    let same = left.iter().zip(&right).take_while(|(left, right)| left == right).count();
    let window = |lines: &'_ [String]| {
        lines.iter().skip(same).take(LOOKED_AT).cloned().collect::<Vec<String>>()
    };
    let (left, right) = (window(&left), window(&right));
    let left: Vec<&str> = left.iter().map(String::as_str).collect();
    let right: Vec<&str> = right.iter().map(String::as_str).collect();
    let diff = TextDiff::from_slices(&left, &right);
    let changes = diff.iter_all_changes().filter_map(|change| match change.tag() {
        ChangeTag::Delete => Some(format!("    - {}", change.value()).trim_end().to_owned()),
        ChangeTag::Insert => Some(format!("    + {}", change.value()).trim_end().to_owned()),
        ChangeTag::Equal => None,
    });
    (same + 1, changes.take(SHOWN).collect())
}

/// The line with what nobody sees: tabs, white space and carriage returns at its end, and an end
/// that is missing.
fn visible(line: &str) -> String {
    let (line, end) = match line.strip_suffix('\n') {
        Some(line) => (line, ""),
        None => (line, " (no line end)"),
    };
    let text = line.trim_end_matches([' ', '\t', '\r']);
    let behind = line.get(text.len()..).unwrap_or_default().replace(' ', "\u{b7}");
    format!("{text}{behind}{end}").replace('\t', "\u{2192}").replace('\r', "\u{240d}")
}
