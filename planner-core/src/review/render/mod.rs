//! The review of a change -> one of the forms that people, forges and programs take it in. Pure: the
//! same review gives the same bytes wherever it is rendered. Knows nothing of where they go.

pub mod annotations;
pub mod code_quality;
pub mod document;
pub mod escape;
pub mod located;
pub mod markdown;
pub mod percent;
pub mod places;
pub mod sarif;
pub mod section;

use super::change::ChangeReview;
use super::text;
use crate::source::escape_hidden;
pub use places::{Placement, ReviewedProject};

/// A form of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text for a terminal.
    Text,
    /// GitHub-flavoured Markdown: the body of a comment on a pull request.
    Markdown,
    /// One JSON document; docs/review.schema.json describes it.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands that GitHub shows on the lines of the pull request.
    Github,
    /// GitLab's code quality report.
    Gitlab,
}

impl Format {
    /// All, with the words that a flag has for them.
    pub const ALL: [(&'static str, Self); 6] = [
        ("text", Self::Text),
        ("markdown", Self::Markdown),
        ("json", Self::Json),
        ("sarif", Self::Sarif),
        ("github", Self::Github),
        ("gitlab", Self::Gitlab),
    ];

    /// The format of that word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(word, _)| *word == name).map(|(_, format)| format)
    }

    /// How the name of a file with it ends.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Text | Self::Github => "txt",
            Self::Markdown => "md",
            Self::Json | Self::Gitlab => "json",
            Self::Sarif => "sarif",
        }
    }
}

/// The reviews of one or more projects of a repository, in one form. Of several, Markdown has one body a
/// project, one after another: a comment takes one.
pub fn render(projects: &[ReviewedProject<'_>], format: Format) -> String {
    match format {
        Format::Text => projects.iter().map(|each| plain(each.change)).collect(),
        Format::Markdown => {
            let bodies: Vec<String> = projects.iter().map(markdown::render).collect();
            bodies.join("\n")
        }
        Format::Json => document::render(projects),
        Format::Sarif => sarif::render(projects),
        Format::Github => annotations::render(projects),
        Format::Gitlab => code_quality::render(projects),
    }
}

/// The rules that a change breaks, then each review.
pub fn plain(change: &ChangeReview) -> String {
    let mut text = String::new();
    for problem in &change.problems {
        let place = problem.file.as_ref().map(|file| format!(" ({file})")).unwrap_or_default();
        text.push_str(&escape_hidden(&format!("{}: {}{place}", problem.code, problem.message)));
        text.push_str(&format!("\n  {}\n", problem.help));
    }
    for note in &change.notes {
        text.push_str(&format!("note: {}\n", escape_hidden(&note.message)));
    }
    for review in &change.reviews {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&text::render(review));
    }
    text
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests;
