//! `comon review --open` and `--format html`: a review as the page that shows it, in the browser or in a file.

use crate::artifact_dir;
use crate::commands::context::{Context, working_directory};
use crate::error::Result;
use crate::output::Report;
use crate::page::{self, Shown, serve};
use crate::project::Project;
use crate::write_file;
use planner_core::artifact::ArtifactFiles;
use planner_core::review::change::ChangeReview;
use std::path::{Path, PathBuf};

/// Serves the page until it is closed; the report is what the command says at its end.
///
/// # Errors
///
/// The page is not in this binary, the files cannot be read, or nothing can be served.
pub async fn opened(
    context: &Context<'_>,
    project: &Project,
    change: &ChangeReview,
    report: Report,
) -> Result<Report> {
    let page = page::document(&shown(project, change)?, true)?;
    serve::serve(context, page).await?;
    Ok(report)
}

/// Writes the page into a file, or onto standard output where none is named.
///
/// # Errors
///
/// The page is not in this binary, or files cannot be read or written.
pub fn written(
    context: &Context<'_>,
    project: &Project,
    change: &ChangeReview,
    output: Option<&PathBuf>,
    mut report: Report,
) -> Result<Report> {
    let page = page::document(&shown(project, change)?, false)?;
    match output {
        Some(path) => {
            write_file::replace(&working_directory()?.join(path), &page)?;
            let name = path.display().to_string();
            Ok(report.line(format!("wrote {name}")).field("output", name))
        }
        None if context.terminal.json => Ok(report.field("rendered", page)),
        None => {
            context.terminal.result(&page)?;
            report.verdict.clear();
            report.body.clear();
            Ok(report)
        }
    }
}

/// The reviews with the files of their migrations and of those right before them.
fn shown<'a>(project: &Project, change: &'a ChangeReview) -> Result<Shown<'a>> {
    let mut migrations: Vec<(String, ArtifactFiles)> = Vec::new();
    let mut previous = None;
    for folder in artifact_dir::read_all(&project.migrations_path())? {
        let files: ArtifactFiles = folder.files.into_iter().collect();
        let reviewed = change.reviews.iter().any(|review| review.name == folder.name);
        let before = previous.replace((folder.name.clone(), files.clone()));
        if reviewed {
            migrations
                .extend(before.filter(|(name, _)| migrations.iter().all(|(own, _)| own != name)));
            migrations.push((folder.name, files));
        }
    }
    let folder = project.folder.file_name().or(project.working_directory.file_name());
    let title = folder.map(|name| Path::new(name).display().to_string()).unwrap_or_default();
    Ok(Shown { title, changes: vec![change], migrations })
}
