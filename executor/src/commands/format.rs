//! `comon format`: the schema's files in canonical form, comments kept.

use crate::commands::context::Context;
use crate::commands::show::counted;
use crate::error::{Error, Result};
use crate::output::{Report, Tone};
use planner_core::diagnostic::{self, Severity};
use planner_core::{format, syntax};
use std::path::{Path, PathBuf};

/// Write the schema's files in canonical form, comments kept
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Write nothing; exit 1 where a file is not in canonical form
    #[arg(long)]
    check: bool,
}

/// Runs the command.
///
/// # Errors
///
/// A file cannot be read, parsed or written.
pub fn run(context: &Context<'_>, args: &Args) -> Result<Report> {
    let project = context.project()?;
    let shown = project.shown_sources();
    let (_, diagnostics) = syntax::parse(&shown);
    let broken: Vec<_> =
        diagnostics.into_iter().filter(|each| each.severity == Severity::Error).collect();
    if !broken.is_empty() {
        let mut broken = broken;
        diagnostic::sort(&mut broken);
        return Err(crate::commands::context::schema_error(&broken, &shown));
    }
    let mut changed = Vec::new();
    for (_, file) in shown.iter() {
        let formatted = format::format_text(&file.text);
        if formatted == file.text {
            continue;
        }
        if !args.check {
            write_in_place(&project.working_directory.join(&file.path), &formatted)?;
        }
        changed.push(file.path.clone());
    }
    let count = counted(changed.len(), "file");
    let report = match (changed.is_empty(), args.check) {
        (true, _) => Report::new(Tone::Good, "Every file is in canonical form."),
        (false, false) => Report::new(Tone::Good, format!("Formatted {count}.")),
        (false, true) => Report::new(Tone::Bad, format!("{count} not in canonical form."))
            .next("comon format")
            .exit(1),
    };
    let lines: Vec<String> = changed.iter().map(|path| format!("  {path}")).collect();
    Ok(report.lines(lines).field("changed", changed))
}

/// Beside, synced, renamed: a crash leaves the old text or the new one. Through a link the file
/// that it leads to is replaced, not the link.
fn write_in_place(path: &Path, text: &str) -> Result<()> {
    let failed = |error: std::io::Error| {
        Error::failed("cannot-write-schema", format!("Writing {} failed: {error}.", path.display()))
            .help("Check the permissions of the file and its folder.")
    };
    let path: PathBuf = std::fs::canonicalize(path).map_err(failed)?;
    let permissions = std::fs::metadata(&path).map_err(failed)?.permissions();
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut staged =
        tempfile::Builder::new().prefix(".comon-tmp-").tempfile_in(folder).map_err(failed)?;
    std::io::Write::write_all(&mut staged, text.as_bytes()).map_err(failed)?;
    staged.as_file().set_permissions(permissions).map_err(failed)?;
    staged.as_file().sync_all().map_err(failed)?;
    staged.persist(&path).map_err(|error| failed(error.error))?;
    Ok(())
}
