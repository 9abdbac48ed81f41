//! `comon completions` and `comon man`: what shells and man pages know of the command line, made from
//! the command line itself. Reads nothing and reaches nothing.

use crate::commands::Cli;
use crate::commands::context::Context;
use crate::error::{Error, Result, io_words};
use crate::output::{Report, Tone};
use clap::CommandFactory;
use clap_complete::Shell;
use std::path::{Path, PathBuf};

/// Print the completions of a shell, such as: comon completions bash > /etc/bash_completion.d/comon
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Print the manual page; of all commands into a folder with --output
#[derive(Debug, clap::Args)]
pub struct ManArgs {
    /// Write the pages of all commands into this folder, such as man1/
    #[arg(long, value_name = "FOLDER")]
    output: Option<PathBuf>,
}

/// Prints the completions.
///
/// # Errors
///
/// Standard output does not take them.
pub fn run(context: &Context<'_>, args: &Args) -> Result<Report> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "comon", &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    if context.global.json {
        let report = Report::new(Tone::Plain, format!("Completions for {}.", args.shell));
        return Ok(report.field("shell", args.shell.to_string()).field("script", script));
    }
    context.terminal.result(&script)?;
    Ok(Report::new(Tone::Plain, ""))
}

/// Prints or writes manual pages.
///
/// # Errors
///
/// Standard output or the folder does not take them.
pub fn man(context: &Context<'_>, args: &ManArgs) -> Result<Report> {
    let page = |command: clap::Command| {
        let mut text = Vec::new();
        let rendered = clap_mangen::Man::new(command).render(&mut text);
        rendered.map(|()| text).map_err(|error| cannot_write(Path::new("the page"), &error))
    };
    let Some(folder) = &args.output else {
        let text = String::from_utf8_lossy(&page(Cli::command())?).into_owned();
        if context.global.json {
            return Ok(Report::new(Tone::Plain, "The manual page of comon.").field("page", text));
        }
        context.terminal.result(&text)?;
        return Ok(Report::new(Tone::Plain, ""));
    };
    std::fs::create_dir_all(folder).map_err(|error| cannot_write(folder, &error))?;
    let mut names = Vec::new();
    for (name, command) in every(Cli::command()) {
        let file = format!("{name}.1");
        let path = folder.join(&file);
        std::fs::write(&path, page(command)?).map_err(|error| cannot_write(&path, &error))?;
        names.push(file);
    }
    let verdict = format!("Wrote {} manual pages into {}.", names.len(), folder.display());
    Ok(Report::new(Tone::Good, verdict).field("files", names))
}

/// The command and all below it, each under its page's name, such as `comon-migrate-dev`.
fn every(mut root: clap::Command) -> Vec<(String, clap::Command)> {
    root.build();
    let mut open = vec![("comon".to_owned(), root)];
    let mut all = Vec::new();
    while let Some((name, command)) = open.pop() {
        let below = command.get_subcommands().filter(|each| each.get_name() != "help");
        open.extend(below.map(|each| (format!("{name}-{}", each.get_name()), each.clone())));
        all.push((name.clone(), command.name(name)));
    }
    all.sort_by(|left, right| left.0.cmp(&right.0));
    all
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Error {
    Error::failed(
        "cannot-write-output",
        format!("Writing {} failed: {}.", path.display(), io_words(error)),
    )
    .help("Name a folder that can be written with --output.")
}
