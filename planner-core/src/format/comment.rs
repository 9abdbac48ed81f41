//! Comments in canonical form. Where they stand is decided by the caller.

use crate::source::Sources;
use crate::syntax::document::{Comment, CommentKind};

/// A comment on lines of its own, line ends included.
pub(super) fn own_lines(sources: &Sources, comment: &Comment, indent: &str) -> String {
    let text = sources.text(comment.span);
    match comment.kind {
        CommentKind::Line | CommentKind::Documentation => format!("{indent}{text}\n"),
        CommentKind::Delimited => {
            let mut lines = vec![format!("{indent}/**")];
            for line in inner_lines(text) {
                lines.push(format!("{indent} * {line}").trim_end().to_owned());
            }
            lines.push(format!("{indent} */\n"));
            lines.join("\n")
        }
    }
}

/// A comment behind something else on its line, as written.
pub(super) fn trailing(sources: &Sources, comment: &Comment) -> String {
    plain_line_ends(sources.text(comment.span))
}

/// The text with each of its line ends as a line feed.
pub(super) fn plain_line_ends(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// What stands between the markers, line by line, without the star before each.
fn inner_lines(text: &str) -> Vec<&str> {
    let inner = text.strip_prefix("/*").and_then(|text| text.strip_suffix("*/")).unwrap_or(text);
    let lines: Vec<&str> = inner
        .split(['\n', '\r'])
        .map(str::trim)
        .map(|line| line.strip_prefix('*').map_or(line, str::trim_start))
        .collect();
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}
