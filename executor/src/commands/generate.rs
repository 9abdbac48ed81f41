//! `comon generate`: what the generator blocks ask for. This program's own generators and those of
//! the project are run, all before the first file is written; what somebody else generates is named,
//! or done by the command of comon.toml. Nothing but this command and `migrate dev` comes here to
//! run one: elsewhere a schema may come from a stranger.

use crate::commands::context::Context;
use crate::commands::show::counted;
use crate::config::GenerateCommand;
use crate::error::{Error, Result, io_words};
use crate::generate::output::{Difference, Output};
use crate::generate::{self, Maker, Wanted};
use crate::output::{Report, Tone};
use crate::project::Project;
use crate::system;
use planner_core::schema::model::Schema;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Write what the generator blocks ask for, and run the command that comon.toml names
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Write nothing; exit 1 with the list where a generated file is not as it would be written
    #[arg(long)]
    check: bool,
}

/// Runs the command.
///
/// # Errors
///
/// The schema cannot be read, a generator fails, or a file cannot be written.
pub async fn run(context: &Context<'_>, args: &Args) -> Result<Report> {
    let project = context.project()?;
    let schema = context.schema(&project)?;
    if schema.generators.is_empty() && project.config.generate.is_none() {
        return Ok(Report::new(Tone::Good, "The schema has no generator block; nothing to do.")
            .field("generators", Vec::<Value>::new())
            .field("files", Vec::<Value>::new()));
    }
    let made = Made::of(&schema, &project).await?;
    if args.check {
        return Ok(made.checked(&project));
    }
    let written = made.write()?;
    let verdict = match (written, made.outputs.is_empty()) {
        (0, true) => "Nothing was generated: no generator of the schema is one that comon runs.",
        (0, false) => "Everything generated is up to date.",
        (_, _) => "",
    };
    let verdict = match verdict {
        "" => format!("Wrote {}.", counted(written, "generated file")),
        verdict => verdict.to_owned(),
    };
    let report = made.described(Report::new(Tone::Good, verdict), &project);
    match &project.config.generate {
        Some(command) => {
            let line = execute(context, command).await?;
            Ok(report.line(line).field("generated", command.command.clone()))
        }
        None => Ok(report),
    }
}

/// What follows on a change of the database by `migrate dev`: everything is generated anew.
///
/// # Errors
///
/// Those of the command, each with what was done before.
pub async fn after(
    context: &Context<'_>,
    report: Report,
    schema: &Schema,
    project: &Project,
) -> Result<Report> {
    let done = format!("Before it, and done: {}", report.verdict);
    let told = |error: Error| error.detail(done.clone());
    let made = Made::of(schema, project).await.map_err(told)?;
    let written = made.write().map_err(told)?;
    let mut report = report.lines(made.elsewhere(project));
    if !made.outputs.is_empty() {
        let line = match written {
            0 => "Everything generated is up to date.".to_owned(),
            _ => format!("Wrote {}.", counted(written, "generated file")),
        };
        report = report.line(line).field("files", made.files(project));
    }
    match &project.config.generate {
        Some(command) => {
            let line = execute(context, command).await.map_err(told)?;
            Ok(report.line(line).field("generated", command.command.clone()))
        }
        None => Ok(report),
    }
}

/// What follows on a change of the database by a command that runs no generator: that there are
/// some.
pub fn named(report: Report, schema: &Schema, project: &Project) -> Report {
    match schema.generators.is_empty() && project.config.generate.is_none() {
        true => report,
        false => report.line("What the generator blocks ask for is as it was: comon generate"),
    }
}

/// The files of all generators of a schema, and how those on disk differ.
struct Made<'a> {
    wanted: Vec<Wanted<'a>>,
    outputs: Vec<(Output, Vec<(PathBuf, Difference)>)>,
}

impl<'a> Made<'a> {
    async fn of(schema: &'a Schema, project: &Project) -> Result<Self> {
        let wanted = generate::wanted(schema, project)?;
        let mut outputs = Vec::new();
        for each in &wanted {
            if let Some(output) = each.output(schema).await? {
                let differences = output.differences()?;
                outputs.push((output, differences));
            }
        }
        Ok(Self { wanted, outputs })
    }

    /// How many files were written or removed.
    fn write(&self) -> Result<usize> {
        for (output, differences) in &self.outputs {
            output.write(differences)?;
        }
        Ok(self.differences().count())
    }

    fn differences(&self) -> impl Iterator<Item = &(PathBuf, Difference)> {
        self.outputs.iter().flat_map(|(_, differences)| differences)
    }

    fn checked(&self, project: &Project) -> Report {
        let stale = self.differences().count();
        let report = match (stale, self.outputs.is_empty()) {
            (0, true) => Report::new(
                Tone::Good,
                "Nothing to check: no generator of the schema is one that comon runs.",
            ),
            (0, false) => Report::new(Tone::Good, "Everything generated is up to date."),
            (_, _) => {
                let verdict = match stale {
                    1 => "1 generated file is not up to date.".to_owned(),
                    _ => format!("{stale} generated files are not up to date."),
                };
                Report::new(Tone::Caution, verdict).exit(1).next("comon generate")
            }
        };
        self.described(report, project)
    }

    fn described(&self, report: Report, project: &Project) -> Report {
        let lines = self.differences().map(|(path, difference)| {
            format!("  {:9} {}", difference.word(), shown(path, project))
        });
        let generators = self
            .wanted
            .iter()
            .map(|each| json!({ "name": each.block.name, "provider": each.provider }));
        report
            .lines(lines)
            .lines(self.elsewhere(project))
            .field("generators", generators.collect::<Vec<_>>())
            .field("files", self.files(project))
    }

    fn files(&self, project: &Project) -> Vec<Value> {
        let files = self.differences().map(
            |(path, difference)| json!({ "path": shown(path, project), "was": difference.word() }),
        );
        files.collect()
    }

    /// Which generators are run by somebody else, where comon.toml names no command for them.
    fn elsewhere(&self, project: &Project) -> Vec<String> {
        if project.config.generate.is_some() {
            return Vec::new();
        }
        let schema = planner_core::subject::shell_word(&project.schema.display().to_string());
        let others = self.wanted.iter().filter(|each| each.maker == Maker::Elsewhere);
        let lines = others.map(|each| {
            let command = match each.provider.starts_with("comon_orm") {
                true => format!("the code generation of {} for {schema}", each.provider),
                false => format!("npx prisma generate --schema {schema}"),
            };
            format!("generator {} ({}): run {command}", each.block.name, each.provider)
        });
        lines.collect()
    }
}

/// Relative to the working directory, where it is below it.
fn shown(path: &Path, project: &Project) -> String {
    path.strip_prefix(&project.working_directory).unwrap_or(path).display().to_string()
}

/// Runs the configured command in the folder of the configuration. Its output goes to stderr:
/// stdout is for the result.
async fn execute(context: &Context<'_>, generate: &GenerateCommand) -> Result<String> {
    let command = &generate.command;
    context.terminal.progress(&format!("running {command}"));
    let failed = |words: String| {
        Error::failed("generate-failed", format!("The command `{command}` of comon.toml {words}."))
            .help("Correct [generate] command in comon.toml, then run comon generate.")
    };
    let folder = match generate.folder.as_os_str().is_empty() {
        true => Path::new("."),
        false => &generate.folder,
    };
    let status = system::shell(command)
        .current_dir(folder)
        .stdin(std::process::Stdio::null())
        .stdout(std::io::stderr())
        .status()
        .await
        .map_err(|error| failed(format!("cannot be run: {}", io_words(&error))))?;
    match status.code() {
        Some(0) => Ok(format!("Generated by {command}.")),
        Some(code) => Err(failed(format!("ended with exit code {code}"))),
        None => Err(failed("was ended by a signal".to_owned())),
    }
}
