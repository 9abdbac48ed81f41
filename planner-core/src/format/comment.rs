//! Comments in canonical form. Where they stand is decided by the caller.

use crate::source::Sources;
use crate::syntax::document::{Comment, CommentKind};

/// Writes a comment on lines of its own, line ends included.
pub(super) fn own_lines(text: &mut String, sources: &Sources, comment: &Comment, indent: &str) {
    let written = sources.text(comment.span);
    match comment.kind {
        CommentKind::Line | CommentKind::Documentation => {
            text.push_str(indent);
            text.push_str(written);
            text.push('\n');
        }
        CommentKind::Delimited => {
            text.push_str(indent);
            text.push_str("/**\n");
            for line in inner_lines(written) {
                text.push_str(indent);
                text.push_str(" * ");
                text.push_str(line.trim_end());
                text.push('\n');
            }
            text.push_str(indent);
            text.push_str(" */\n");
        }
    }
}

/// Writes a text with each of its line ends as a line feed.
pub(super) fn plain_line_ends(text: &mut String, written: &str) {
    let mut rest = written;
    while let Some(at) = rest.find('\r') {
        let (line, end) = rest.split_at(at);
        text.push_str(line);
        text.push('\n');
        rest = end.strip_prefix("\r\n").or_else(|| end.strip_prefix('\r')).unwrap_or_default();
    }
    text.push_str(rest);
}

/// What stands between the markers, line by line, without the star before each.
fn inner_lines(text: &str) -> impl Iterator<Item = &str> {
    let inner = text.strip_prefix("/*").and_then(|text| text.strip_suffix("*/")).unwrap_or(text);
    let lines = inner
        .split(['\n', '\r'])
        .map(str::trim)
        .map(|line| line.strip_prefix('*').map_or(line, str::trim_start));
    lines.filter(|line| !line.is_empty())
}
