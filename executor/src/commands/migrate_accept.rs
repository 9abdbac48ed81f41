//! `comon migrate accept`: warnings of a reviewed migration accepted in its files, by whom and why: lines of
//! metadata.txt that the seal leaves out. A deploy honours them where the configuration says so, and stops
//! as ever where it does not. Reaches no database.

use crate::artifact_dir;
use crate::commands::command_line::CommandLine;
use crate::commands::context::Context;
use crate::commands::course::applied_by;
use crate::commands::show;
use crate::commands::state::{Folder, VERSION};
use crate::commands::unknown_migration;
use crate::deploy::acceptance::{self, CommittedAcceptance};
use crate::deploy::assess::assess;
use crate::deploy::decision::Accepted;
use crate::deploy::gate::{Consent, Gate};
use crate::error::{Error, Result};
use crate::output::{Report, Tone};
use planner_core::artifact::Metadata;
use planner_core::source::is_hidden;
use serde_json::json;

/// Accept warnings of a migration in its files, for deploys that are configured to honour that
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The migration's name
    #[arg(value_name = "MIGRATION")]
    migration: String,

    /// The warning: a rule, or one of its subjects (repeatable), such as drop-column:users.legacy_code
    #[arg(long, value_name = "ID[:SUBJECT]", required = true)]
    allow: Vec<String>,

    /// Why it may be accepted
    #[arg(long, value_name = "TEXT")]
    reason: String,

    /// Who accepts it [default: the user and the machine]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

/// Runs the command.
///
/// # Errors
///
/// The migration cannot be used, or has no such warning.
pub fn run(context: &Context<'_>, args: &Args) -> Result<Report> {
    let project = context.project()?;
    let schema = context.schema(&project)?;
    let migrations = project.migrations_path();
    let folder = Folder::read(&migrations, schema.datasource.provider)?;
    let name = args.migration.as_str();
    let Some(local) = folder.local.iter().find(|local| local.name == name) else {
        return Err(unknown_migration::in_folder(name, folder.names()));
    };
    let reviewed = folder.reviewed.get(name).filter(|_| local.unsealed.is_empty());
    let Some(reviewed) = reviewed else {
        let error = Error::refused(
            "invalid-local-artifacts",
            format!("Nothing was accepted: the files of {name} are not those that were sealed."),
        );
        let problems = local.invalid.iter().chain(&local.unsealed).cloned();
        return Err(problems.fold(error, Error::detail).help(format!(
            "Restore its directory from version control; comon migrate seal {name} accepts a meant edit."
        )));
    };
    if reviewed.is_foreign() {
        return Err(Error::refused(
            "not-sealed-by-comon",
            format!(
                "Nothing was accepted: {name} is a migration of comon_orm, which has no such lines."
            ),
        )
        .help("Accept its warnings with --allow as it is deployed."));
    }
    let (who, reason) = said(args)?;
    let consent = Consent::parse(false, &args.allow)?;
    let consent = Consent { levels: project.config.levels.clone(), ..consent };
    let gates =
        consent.gates_of(&assess(reviewed, None, None, &project.config.levels.naming, VERSION).0);
    let unused = consent.unused(&gates, &[]);
    if !unused.is_empty() {
        return Err(no_such_warning(name, unused, &gates));
    }
    let (open, accepted) = consent.sort(gates);
    let mut metadata = reviewed.artifact.metadata.clone();
    let lines = add_lines(&mut metadata, &accepted, &who, &reason);
    if !lines.is_empty() {
        let text = metadata.text();
        artifact_dir::replace_files(&migrations.join(name), &[("metadata.txt", text.as_bytes())])?;
    }
    let shown = project.migrations.join(name).join("metadata.txt").display().to_string();
    let verdict = match lines.len() {
        0 => format!("Nothing to do: {shown} accepts it already."),
        count => format!("Wrote {} into {shown}.", show::counted(count, "line")),
    };
    let mut report =
        Report::new(Tone::Good, verdict).lines(lines.iter().map(|line| format!("  {line}")));
    if !open.is_empty() {
        report = report.line(format!("Still open: {}", show::counted(open.len(), "warning")));
        report = report.lines(show::open_warnings(&open));
    }
    let value = |each: &Accepted| json!({ "id": each.id, "subject": each.subject });
    Ok(report
        .field("migration", name)
        .field("written", lines)
        .field("accepted", accepted.iter().map(value).collect::<Vec<_>>())
        .field("openWarnings", open.iter().map(show::gate_value).collect::<Vec<_>>())
        .next(format!(
            "commit it; deploys honour it where comon.toml says acceptance = \"committed\": {}",
            CommandLine::new("comon migrate deploy").place(context.global).text()
        )))
}

/// Who and why, each on one line; a name ends where the reason begins.
fn said(args: &Args) -> Result<(String, String)> {
    let who = args.by.clone().or_else(applied_by).unwrap_or_default();
    let (who, reason) = (who.trim().to_owned(), args.reason.trim().to_owned());
    let is_line = |text: &str| !text.is_empty() && !text.chars().any(is_hidden);
    if !is_line(&reason) {
        return Err(Error::invalid("invalid-reason", "--reason is one line of text.").help(
            "Say why the warning may be accepted, such as --reason \"moved to codes in May\".",
        ));
    }
    if !is_line(&who) || who.contains(": ") {
        return Err(Error::invalid("invalid-name", "--by is one name, without `: `.")
            .help("Say who accepts it, such as --by ada@example.org."));
    }
    Ok((who, reason))
}

fn no_such_warning(name: &str, unused: Vec<String>, gates: &[Gate]) -> Error {
    let error = Error::invalid("unknown-warning", format!("Nothing was accepted for {name}."));
    let error = unused.into_iter().fold(error, Error::detail);
    let flags: Vec<String> = gates.iter().map(Gate::flag).collect();
    error.help(match flags.is_empty() {
        true => "It has no warning that gates.".to_owned(),
        false => format!("Its warnings are {}.", flags.join(", ")),
    })
}

/// One line for each, before the seal; those that stand there stay as they are.
fn add_lines(
    metadata: &mut Metadata,
    accepted: &[Accepted],
    who: &str,
    reason: &str,
) -> Vec<String> {
    let seal = metadata.get("seal").map(str::to_owned);
    let mut lines = Vec::new();
    for each in accepted {
        let same = |line: &CommittedAcceptance| line.id == each.id && line.subject == each.subject;
        if acceptance::read(metadata).iter().any(same) {
            continue;
        }
        let mut keys = (1..).map(|number| format!("accept.{number}"));
        let Some(key) = keys.find(|key| metadata.get(key).is_none()) else { continue };
        let line = CommittedAcceptance {
            key: key.clone(),
            id: each.id.clone(),
            subject: each.subject.clone(),
            who: who.to_owned(),
            reason: reason.to_owned(),
        };
        let value = line.value();
        metadata.remove("seal");
        metadata.set(&key, &value);
        lines.push(format!("{key}={value}"));
    }
    if let Some(seal) = seal {
        metadata.set("seal", &seal);
    }
    lines
}
