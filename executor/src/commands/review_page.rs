//! `comon review --open` and `--format html`: a review as the page that shows it, in the browser or in a file.

use crate::artifact_dir;
use crate::commands::context::Context;
use crate::commands::review_change::Reviewed;
use crate::error::Result;
use crate::output::Report;
use crate::page::{self, Shown, serve};
use planner_core::artifact::ArtifactFiles;

/// Serves the page until it is closed; the report is what the command says at its end.
///
/// # Errors
///
/// The page is not in this binary, the files cannot be read, or nothing can be served.
pub async fn opened(context: &Context<'_>, reviewed: &Reviewed, report: Report) -> Result<Report> {
    let page = page::document(&shown(reviewed)?, true)?;
    serve::serve(context, page).await?;
    Ok(report)
}

/// The page in one file.
///
/// # Errors
///
/// The page is not in this binary, or files cannot be read.
pub fn html(reviewed: &Reviewed) -> Result<String> {
    page::document(&shown(reviewed)?, false)
}

/// The reviews with the files of their migrations and of those right before them.
fn shown(reviewed: &Reviewed) -> Result<Shown<'_>> {
    let change = &reviewed.change;
    let mut migrations: Vec<(String, ArtifactFiles)> = Vec::new();
    let mut previous = None;
    for folder in artifact_dir::read_all(&reviewed.folder)? {
        let files: ArtifactFiles = folder.files.into_iter().collect();
        let is_reviewed = change.reviews.iter().any(|review| review.name == folder.name);
        let before = previous.replace((folder.name.clone(), files.clone()));
        if is_reviewed {
            migrations
                .extend(before.filter(|(name, _)| migrations.iter().all(|(own, _)| own != name)));
            migrations.push((folder.name, files));
        }
    }
    let folder = reviewed.folder.parent().and_then(|folder| folder.file_name());
    let title = folder.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Shown { title, changes: vec![change], migrations, settings: reviewed.settings.clone() })
}
