//! `comon review`: what a reviewer should know of migrations, without a database.

use crate::artifact_dir;
use crate::commands::context::{Context, working_directory};
use crate::commands::git;
use crate::commands::show::counted;
use crate::deploy::load::sentence;
use crate::error::{Error, Result, io_words};
use crate::output::{Report, Tone};
use planner_core::artifact::{self, Artifact, ArtifactFiles};
use planner_core::review;
use planner_core::review::facts::{FACTS_VERSION, Facts, FactsError};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Show what a reviewer should know of migrations; exits 1 where a warning gates
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The migrations [default: the last one]
    #[arg(value_name = "NAME")]
    names: Vec<String>,

    /// Those that this commit, branch or tag of git lacks
    #[arg(long, value_name = "REF", conflicts_with = "names")]
    since: Option<String>,
    /// What comon migrate preflight --output measured: says of each warning what is certain
    #[arg(long, value_name = "FILE")]
    facts: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
///
/// A migration is not there or cannot be read.
pub fn run(context: &Context<'_>, args: &Args) -> Result<Report> {
    let project = context.project()?;
    let provider = context.schema(&project).ok().map(|schema| schema.datasource.provider);
    let folders = artifact_dir::read_all(&project.migrations_path())?;
    let mut artifacts: Vec<(String, Result<Artifact, Vec<String>>)> = Vec::new();
    for folder in folders {
        let files: ArtifactFiles = folder.files.into_iter().collect();
        let mut problems = folder.problems;
        // The schema may be in the middle of an edit; then what comon_orm wrote without saying
        // for which database cannot be planned, and the review says so.
        let read = artifact::read(&folder.name, &files).and_then(|artifact| match provider {
            Some(provider) => artifact.assuming(provider),
            None => Ok(artifact),
        });
        let read = read.map_err(|found| {
            problems.extend(found.iter().map(sentence));
            problems
        });
        artifacts.push((folder.name, read));
    }
    let wanted: Vec<usize> = match &args.since {
        Some(since) => {
            let known = git::names_at(&project.migrations_path(), since)?;
            let new = artifacts.iter().enumerate().filter(|(_, (name, _))| !known.contains(name));
            new.map(|(index, _)| index).collect()
        }
        None if args.names.is_empty() => artifacts.len().checked_sub(1).into_iter().collect(),
        None => args.names.iter().map(|name| position(&artifacts, name)).collect::<Result<_>>()?,
    };
    let facts = args.facts.as_deref().map(read_facts).transpose()?;
    let mut lines = Vec::new();
    let mut values = Vec::new();
    let mut gating = 0;
    for index in wanted {
        let Some((name, read)) = artifacts.get(index) else { continue };
        let artifact = read.as_ref().map_err(|problems| {
            let error = Error::refused(
                "invalid-local-artifacts",
                format!("The files of {name} cannot be reviewed."),
            );
            problems
                .iter()
                .cloned()
                .fold(error, Error::detail)
                .help("Restore its directory from version control.")
        })?;
        let previous = index.checked_sub(1).and_then(|before| artifacts.get(before));
        let previous = previous.and_then(|(_, read)| read.as_ref().ok());
        let review = review::review_at(artifact, previous, &project.config.levels);
        let review = match &facts {
            Some(facts) => review.with_facts(facts),
            None => review,
        };
        gating += review.gating.len();
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(review::text::render(&review).trim_end().lines().map(str::to_owned));
        values.push(serde_json::to_value(&review).unwrap_or(Value::Null));
    }
    let verdict = match (values.len(), gating) {
        (0, _) => "There are no migrations to review.".to_owned(),
        (count, 0) => format!("{}, no warning gates.", counted(count, "migration")),
        (count, gating) => {
            format!("{}, {} to accept.", counted(count, "migration"), counted(gating, "warning"))
        }
    };
    let tone = if gating == 0 { Tone::Good } else { Tone::Caution };
    Ok(Report::new(tone, verdict).lines(lines).exit(i32::from(gating > 0)).field("reviews", values))
}

fn position(artifacts: &[(String, Result<Artifact, Vec<String>>)], name: &str) -> Result<usize> {
    artifacts.iter().position(|(own, _)| own == name).ok_or_else(|| {
        Error::invalid(
            "unknown-migration",
            format!("The migrations folder has no migration {name}."),
        )
        .help("comon migrate status lists their names.")
    })
}

fn read_facts(path: &Path) -> Result<Facts> {
    let shown = path.display();
    let text = std::fs::read_to_string(working_directory()?.join(path)).map_err(|error| {
        let words = io_words(&error);
        Error::invalid("unreadable-facts", format!("The facts {shown} cannot be read: {words}."))
    })?;
    Facts::parse(&text).map_err(|error| {
        let words = match error {
            FactsError::Unreadable(words) => words,
            FactsError::Version(version) => {
                format!("they are of version {version}, and this comon reads {FACTS_VERSION}")
            }
        };
        Error::invalid("unreadable-facts", format!("The facts {shown} cannot be read: {words}."))
            .help("Write them with comon migrate preflight --output.")
    })
}
