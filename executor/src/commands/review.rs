//! `comon review`: what a reviewer should know of migrations, without a database.

use crate::artifact_dir;
use crate::commands::context::{Context, working_directory};
use crate::commands::git::Checkout;
use crate::commands::review_change::{Reviewed, of_change, placement};
use crate::commands::review_output::{Destination, told};
use crate::commands::review_page;
use crate::commands::review_projects::{has_migrations, of_changes, projects};
use crate::commands::unknown_migration;
use crate::config;
use crate::deploy::load::sentence;
use crate::error::{Error, Result, io_words};
use crate::output::Report;
use crate::project::Project;
use planner_core::artifact::{self, Artifact, ArtifactFiles};
use planner_core::review::change::ChangeReview;
use planner_core::review::facts::{FACTS_VERSION, Facts, FactsError};
use planner_core::review::render::Placement;
use planner_core::review::{self, Review};
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
    /// Those of every schema in the repository
    #[arg(long, conflicts_with_all = ["names", "schema", "migrations"])]
    all: bool,
    /// What comon migrate preflight --output measured: says of each warning what is certain
    #[arg(long, value_name = "FILE")]
    facts: Option<PathBuf>,
    #[command(flatten)]
    pub(super) to: Destination,
    /// Show them in the browser, with everything that can be known of them
    #[arg(long, conflicts_with_all = ["format", "output", "all"])]
    open: bool,
    /// Where the files of the commit can be looked at, such as
    /// https://github.com/acme/shop/blob/<commit>: makes links
    #[arg(long, value_name = "URL")]
    link: Option<String>,
    /// The commit that is named as reviewed [default: the one that is checked out]
    #[arg(long, value_name = "ID")]
    commit: Option<String>,
}

/// Runs the command.
///
/// # Errors
///
/// A migration is not there or cannot be read; git does not know the base.
pub async fn run(context: &Context<'_>, args: &Args) -> Result<Report> {
    let facts = args.facts.as_deref().map(read_facts).transpose()?;
    let mut reviews = reviewed(context, args)?;
    for Reviewed { placement, change, .. } in &mut reviews {
        placement.base.clone_from(&args.since);
        placement.link = args.link.clone().filter(|link| !link.is_empty());
        if let Some(commit) = args.commit.as_ref().filter(|commit| !commit.is_empty()) {
            placement.head = Some(commit.clone());
        }
        if let Some(facts) = &facts {
            let all = std::mem::take(&mut change.reviews).into_iter();
            change.reviews = all.map(|review| review.with_facts(facts)).collect();
        }
    }
    let report = told(context, &reviews, &args.to, args.all)?;
    match reviews.first() {
        Some(only) if args.open => review_page::opened(context, only, report).await,
        _ => Ok(report),
    }
}

fn reviewed(context: &Context<'_>, args: &Args) -> Result<Vec<Reviewed>> {
    if args.all {
        let checkout = Checkout::of(&working_directory()?)?;
        return match &args.since {
            Some(since) => of_changes(context, &checkout.since(since)?),
            None => {
                let all = projects(context, &checkout)?.into_iter();
                let some = all.filter(|each| has_migrations(&each.migrations_path()));
                some.map(|project| newest(context, &project, &[])).collect()
            }
        };
    }
    let project = context.project()?;
    match &args.since {
        Some(since) => {
            let base = Checkout::of(&project.migrations_path())?.since(since)?;
            Ok(vec![of_change(context, &project, &base, None)?])
        }
        None => Ok(vec![newest(context, &project, &args.names)?]),
    }
}

/// The migrations that were named, or the last one.
fn newest(context: &Context<'_>, project: &Project, names: &[String]) -> Result<Reviewed> {
    let reviews = named(context, project, names)?;
    let placement = match Checkout::of(&project.migrations_path()) {
        Ok(checkout) => placement(&checkout, project, None),
        // A review needs no repository.
        Err(_) => Placement {
            schema: project.schema.to_string_lossy().replace('\\', "/"),
            migrations: project.migrations.to_string_lossy().replace('\\', "/"),
            ..Placement::default()
        },
    };
    let change = ChangeReview { reviews, ..ChangeReview::default() };
    let folder = project.migrations_path();
    let text = project.config.text.clone();
    let settings = (!text.is_empty()).then(|| (config::FILE_NAME.to_owned(), text));
    Ok(Reviewed { placement, change, folder, base_folder: None, settings })
}

/// Those that were named, or the last one.
fn named(context: &Context<'_>, project: &Project, names: &[String]) -> Result<Vec<Review>> {
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
    let wanted: Vec<usize> = match names.is_empty() {
        true => artifacts.len().checked_sub(1).into_iter().collect(),
        false => names.iter().map(|name| position(&artifacts, name)).collect::<Result<_>>()?,
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

fn unreviewable(name: &str, problems: &[String]) -> Error {
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
        unknown_migration::in_folder(name, artifacts.iter().map(|(own, _)| own.as_str()))
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
