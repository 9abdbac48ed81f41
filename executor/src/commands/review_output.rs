//! Reviews -> what the command says and writes: on a terminal, as one JSON document, or in a format of a forge
//! into a file or onto standard output.

use crate::commands::context::{Context, working_directory};
use crate::commands::review_change::Reviewed;
use crate::commands::review_page;
use crate::commands::show::counted;
use crate::error::{Error, Result, io_words};
use crate::output::{Report, Tone};
use crate::write_file;
use planner_core::review::render::{Format, ReviewedProject, document, plain, render};
use std::path::{Path, PathBuf};

/// The forms in which a review is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ReviewFormat {
    /// For a terminal
    Text,
    /// The body of a comment on a pull request
    Markdown,
    /// One document, described by docs/review.schema.json
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of a GitHub workflow
    Github,
    /// GitLab's code quality report
    Gitlab,
    /// One file with the whole review page in it
    Html,
}

impl ReviewFormat {
    /// The planner's; `None` for the page, which is of files as well.
    fn format(self) -> Option<Format> {
        match self {
            Self::Text => Some(Format::Text),
            Self::Markdown => Some(Format::Markdown),
            Self::Json => Some(Format::Json),
            Self::Sarif => Some(Format::Sarif),
            Self::Github => Some(Format::Github),
            Self::Gitlab => Some(Format::Gitlab),
            Self::Html => None,
        }
    }

    fn extension(self) -> &'static str {
        self.format().map_or("html", Format::extension)
    }
}

/// Where a review goes, and in which form.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Destination {
    /// The form [default: text]
    #[arg(long, value_name = "FORM", value_enum)]
    pub format: Option<ReviewFormat>,

    /// Write it into this file; with --all into this folder, a file a schema
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

impl Destination {
    /// Whether standard output is to be one JSON document.
    pub fn is_document(&self) -> bool {
        self.format == Some(ReviewFormat::Json) && self.output.is_none()
    }
}

/// Says the reviews. `several`: all projects of a repository were asked for.
///
/// # Errors
///
/// What was asked for cannot be written.
pub fn told(
    context: &Context<'_>,
    reviews: &[Reviewed],
    to: &Destination,
    several: bool,
) -> Result<Report> {
    let projects = projects(reviews);
    let stops = projects.iter().any(|each| each.change.gates());
    let tone = if stops { Tone::Caution } else { Tone::Good };
    let form = to.format.unwrap_or(ReviewFormat::Text);
    let mut report = Report::new(tone, verdict(&projects)).exit(i32::from(stops));
    report.fields = match several {
        false => document::fields(&projects),
        true => document::list(&projects),
    };
    // A review that stops something is no refusal: who asked for the verdict alone gets it.
    let quiet = context.terminal.quiet;
    match &to.output {
        None if form == ReviewFormat::Text || to.is_document() => match quiet {
            true => Ok(report),
            false => Ok(report.lines(lines(&projects, several))),
        },
        None if context.terminal.json => Ok(report.field("rendered", rendered(reviews, form)?)),
        None => {
            context.terminal.result(&rendered(reviews, form)?)?;
            report.verdict.clear();
            Ok(report)
        }
        Some(path) => {
            let written = match several {
                false => vec![write(path, &rendered(reviews, form)?)?],
                true => write_each(path, reviews, form)?,
            };
            let said = written.iter().filter(|_| !quiet).map(|path| format!("wrote {path}"));
            let report = report.lines(said);
            Ok(report.field("output", written))
        }
    }
}

fn projects(reviews: &[Reviewed]) -> Vec<ReviewedProject<'_>> {
    reviews
        .iter()
        .map(|each| ReviewedProject { placement: &each.placement, change: &each.change })
        .collect()
}

fn rendered(reviews: &[Reviewed], form: ReviewFormat) -> Result<String> {
    match (form.format(), reviews) {
        (Some(format), _) => Ok(render(&projects(reviews), format)),
        (None, [only]) => review_page::html(only),
        (None, _) => Err(Error::invalid(
            "several-pages",
            format!("There are {} schemas, and a page is about one.", reviews.len()),
        )
        .help("Name a folder with --output, or one of them with --schema.")),
    }
}

fn lines(projects: &[ReviewedProject<'_>], several: bool) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for project in projects {
        if several {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.push(format!("{}:", project.placement.schema));
        }
        let change = project.change;
        lines.extend(plain(change).trim_end().lines().map(str::to_owned));
        if several && change.reviews.is_empty() {
            lines.push("No new migration.".to_owned());
        }
    }
    lines
}

fn verdict(projects: &[ReviewedProject<'_>]) -> String {
    let summaries = projects.iter().map(|each| document::summary(each.change));
    let (mut migrations, mut gating, mut broken) = (0, 0, 0);
    for summary in summaries {
        migrations += summary.migrations;
        gating += summary.gating;
        broken += summary.problems;
    }
    let verdict = match (migrations, gating) {
        (0, _) => "There are no migrations to review.".to_owned(),
        (count, 0) => format!("{}, no warning gates.", counted(count, "migration")),
        (count, gating) => {
            format!("{}, {} to accept.", counted(count, "migration"), counted(gating, "warning"))
        }
    };
    match broken {
        0 => verdict,
        broken => format!("{verdict} Rules broken: {broken}."),
    }
}

fn write(path: &Path, text: &str) -> Result<String> {
    write_file::replace(&working_directory()?.join(path), text)?;
    Ok(path.display().to_string())
}

/// A file a project, named after its schema.
fn write_each(folder: &Path, reviews: &[Reviewed], form: ReviewFormat) -> Result<Vec<String>> {
    let place = working_directory()?.join(folder);
    std::fs::create_dir_all(&place).map_err(|error| {
        let words = io_words(&error);
        Error::failed(
            "cannot-write-output",
            format!("The folder {} cannot be made: {words}.", folder.display()),
        )
    })?;
    let mut written = Vec::with_capacity(reviews.len());
    for (index, reviewed) in reviews.iter().enumerate() {
        let plain = |each: char| if each.is_ascii_alphanumeric() { each } else { '-' };
        let name: String = reviewed.placement.schema.chars().map(plain).collect();
        let number = index + 1;
        let name = format!("{number:03}-{}.{}", name.trim_matches('-'), form.extension());
        written.push(write(&folder.join(name), &rendered(std::slice::from_ref(reviewed), form)?)?);
    }
    Ok(written)
}
