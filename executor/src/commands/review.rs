//! `comon review`: what a reviewer should know of migrations, without a database.

use crate::artifact_dir;
use crate::commands::context::{Context, working_directory};
use crate::commands::review_change::of_change;
use crate::commands::review_page;
use crate::commands::show::counted;
use crate::deploy::load::sentence;
use crate::error::{Error, Result, io_words};
use crate::output::{Report, Tone};
use crate::project::Project;
use planner_core::artifact::{self, Artifact, ArtifactFiles};
use planner_core::review::change::ChangeReview;
use planner_core::review::facts::{FACTS_VERSION, Facts, FactsError};
use planner_core::review::{self, Review, text};
use planner_core::source::escape_hidden;
use serde::Serialize;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Show what a reviewer should know of migrations; exits 1 where a warning gates or a rule is broken
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The migrations [default: the last one]
    #[arg(value_name = "NAME")]
    names: Vec<String>,

    /// Those that this commit, branch or tag of git lacks, and what the checkout breaks of its
    /// history
    #[arg(long, value_name = "REF", conflicts_with = "names")]
    since: Option<String>,
    /// What comon migrate preflight --output measured: says of each warning what is certain
    #[arg(long, value_name = "FILE")]
    facts: Option<PathBuf>,
    #[command(flatten)]
    page: PageArgs,
}

/// The review as a page.
#[derive(Debug, Clone, Default, clap::Args)]
struct PageArgs {
    /// Show them in the browser, with everything that can be known of them
    #[arg(long, conflicts_with = "format")]
    open: bool,
    /// The form [default: text]
    #[arg(long, value_name = "FORM", value_enum)]
    format: Option<Form>,
    /// Write it into this file
    #[arg(long, value_name = "FILE", requires = "format")]
    output: Option<PathBuf>,
}

/// The forms in which a review is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// One file with the whole review page in it
    Html,
}

/// Runs the command.
///
/// # Errors
///
/// A migration is not there or cannot be read; git does not know the base.
pub async fn run(context: &Context<'_>, args: &Args) -> Result<Report> {
    let project = context.project()?;
    let change = match &args.since {
        Some(since) => of_change(context, &project, since)?,
        None => ChangeReview { problems: Vec::new(), reviews: named(context, &project, args)? },
    };
    let facts = args.facts.as_deref().map(read_facts).transpose()?;
    let ChangeReview { problems, reviews } = change;
    let reviews = reviews.into_iter().map(|review| match &facts {
        Some(facts) => review.with_facts(facts),
        None => review,
    });
    let change = ChangeReview { problems, reviews: reviews.collect() };
    let report = told(&change);
    match args.page.format {
        _ if args.page.open => review_page::opened(context, &project, &change, report).await,
        Some(Form::Html) => {
            review_page::written(context, &project, &change, args.page.output.as_ref(), report)
        }
        None => Ok(report),
    }
}

/// What is said of a review on a terminal, and as one document.
fn told(change: &ChangeReview) -> Report {
    let ChangeReview { problems, reviews } = change;
    let gating: usize = reviews.iter().map(|review| review.gating.len()).sum();
    let mut lines: Vec<String> = Vec::new();
    for problem in problems {
        let place = problem.file.as_ref().map(|file| format!(" ({file})")).unwrap_or_default();
        lines.push(escape_hidden(&format!("{}: {}{place}", problem.code, problem.message)));
        lines.push(format!("  {}", problem.help));
    }
    for review in reviews {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(text::render(review).trim_end().lines().map(str::to_owned));
    }
    let mut verdict = match (reviews.len(), gating) {
        (0, _) => "There are no migrations to review.".to_owned(),
        (count, 0) => format!("{}, no warning gates.", counted(count, "migration")),
        (count, gating) => {
            format!("{}, {} to accept.", counted(count, "migration"), counted(gating, "warning"))
        }
    };
    if !problems.is_empty() {
        verdict = format!("{verdict} Rules broken: {}.", problems.len());
    }
    let stops = gating > 0 || !problems.is_empty();
    let tone = if stops { Tone::Caution } else { Tone::Good };
    Report::new(tone, verdict)
        .lines(lines)
        .exit(i32::from(stops))
        .field("problems", json(problems))
        .field("reviews", json(reviews))
}

fn json<T: Serialize>(list: &[T]) -> Value {
    serde_json::to_value(list).unwrap_or(Value::Null)
}

/// Those that were named, or the last one.
fn named(context: &Context<'_>, project: &Project, args: &Args) -> Result<Vec<Review>> {
    let provider = context.schema(project).ok().map(|schema| schema.datasource.provider);
    let mut artifacts: Vec<(String, Result<Artifact, Vec<String>>)> = Vec::new();
    for folder in artifact_dir::read_all(&project.migrations_path())? {
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
    let wanted: Vec<usize> = match args.names.is_empty() {
        true => artifacts.len().checked_sub(1).into_iter().collect(),
        false => args.names.iter().map(|name| position(&artifacts, name)).collect::<Result<_>>()?,
    };
    let mut reviews = Vec::with_capacity(wanted.len());
    for index in wanted {
        let Some((name, read)) = artifacts.get(index) else { continue };
        let artifact = read.as_ref().map_err(|problems| unreviewable(name, problems))?;
        let previous = index.checked_sub(1).and_then(|before| artifacts.get(before));
        let previous = previous.and_then(|(_, read)| read.as_ref().ok());
        reviews.push(review::review_at(artifact, previous, &project.config.levels));
    }
    Ok(reviews)
}

pub(super) fn unreviewable(name: &str, problems: &[String]) -> Error {
    let error = Error::refused(
        "invalid-local-artifacts",
        format!("The files of {name} cannot be reviewed."),
    );
    problems
        .iter()
        .cloned()
        .fold(error, Error::detail)
        .help("Restore its directory from version control.")
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
