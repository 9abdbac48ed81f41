//! Blocks, from a header to a closing brace: which lines belong together, and how reading goes on
//! after a line that cannot be read. What stands in a line is read by [`super::field`].

use super::document::{
    Arena, Block, Comment, CommentKind, Entry, EntryKind, Keyword, Name, Remarks,
};
use super::field::{BRACE_BEHIND_LINE, check_identifier, entry, unexpected};
use super::lexeme::{begins_with, past, skip_space, word};
use super::line::{Line, Reader};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The first line of a block, as far as it was read.
#[derive(Debug)]
pub(super) struct Header<'a> {
    /// The kind of block, or the nearest one meant.
    pub keyword: Keyword,
    /// The block's name.
    pub name: Name<'a>,
    /// From the keyword on.
    pub span: Span,
    /// Whether something is wrong with it.
    pub broken: bool,
    /// Whether the braces close on the same line.
    pub closed: bool,
    /// A comment behind the brace.
    pub comment: Option<Comment>,
}

/// Whether a line begins a block for sure: a keyword, a name and a brace.
pub(super) fn is_header(text: &str) -> bool {
    // Most lines are told by their first letter.
    if !Keyword::ALL.iter().any(|each| text.as_bytes().first() == each.word().as_bytes().first()) {
        return false;
    }
    let Ok((rest, first)) = word(text) else { return false };
    if Keyword::from_word(first).is_none() {
        return false;
    }
    let Ok((rest, _)) = word(skip_space(rest)) else { return false };
    past(skip_space(rest), '{').is_some()
}

/// Reads the lines of a block up to its `}`, or up to the next header where that is missing.
pub(super) fn body<'a>(
    reader: &mut Reader<'a>,
    header: Header<'a>,
    documentation: Option<&'a str>,
    problems: &mut Vec<Diagnostic>,
) -> Block<'a> {
    let before = problems.len();
    let mut entries = std::mem::take(&mut reader.entries);
    let mut pending = Documentation::default();
    let mut span = header.span;
    let mut closed = header.closed;
    if let Some(comment) = &header.comment {
        // What follows the comment on its line is read by itself.
        span.end = comment.span.end;
        let kind = EntryKind::Comment(*comment);
        entries.push(Entry { kind, remarks: None, span: comment.span });
    }
    while !closed {
        let start = reader.at;
        let Some(line) = reader.next_line() else { break };
        let input = skip_space(line.text);
        if let Some(after) = past(input, '}') {
            closed = true;
            span.end = line.offset(after);
            if !skip_space(after).is_empty() {
                reader.go_to(span.end);
            }
            continue;
        }
        if is_header(input) {
            reader.at = start;
            break;
        }
        let is_blank = |entry: &Entry<'_>| entry.kind == EntryKind::Blank;
        if input.is_empty() && entries.last().is_some_and(is_blank) {
            continue;
        }
        let each = read_entry(reader, &line, input, header.keyword, problems);
        entries.push(entry_of(reader, each, &mut pending));
    }
    let misplaced = problems.iter().skip(before).any(|each| each.id == BRACE_BEHIND_LINE);
    if !closed && !header.broken && !misplaced {
        problems.push(
            Diagnostic::error(
                "unclosed-block",
                header.span,
                format!("`{}` cannot be read to its end: its `}}` is missing.", header.name.text),
            )
            .help("put `}` on a line of its own after the block's last line"),
        );
    }
    let first_line = usize::from(header.comment.is_some());
    if !closed {
        leave_last_comments(reader, &mut entries, first_line);
    }
    // The lines stand in order: the last one ends last.
    if let Some(entry) = entries.last() {
        let trailing = entry.trailing().map(|comment| comment.span);
        span = trailing.into_iter().fold(span.to(entry.span), Span::to);
    }
    let broken = header.broken || problems.len() > before;
    let well_formed = closed && !header.broken;
    let Header { keyword, name, .. } = header;
    let kept = reader.arena.list(&entries);
    entries.clear();
    reader.entries = entries;
    Block { keyword, name, entries: kept, documentation, broken, well_formed, span }
}

/// Where a block has no end, the comments and empty lines after its last line are not its own:
/// they are read again, as what stands above the next block.
fn leave_last_comments(reader: &mut Reader<'_>, entries: &mut Vec<Entry<'_>>, first_line: usize) {
    while entries.len() > first_line
        && let Some(Entry { kind: EntryKind::Blank | EntryKind::Comment(_), span, .. }) =
            entries.last()
    {
        reader.go_to(span.start);
        entries.pop();
    }
}

/// Makes an entry with the pending documentation, and keeps that of a comment for the next.
fn entry_of<'a>(
    reader: &Reader<'a>,
    (kind, trailing, span): Read<'a>,
    pending: &mut Documentation<'a>,
) -> Entry<'a> {
    let mut remarks = None;
    match &kind {
        EntryKind::Comment(comment) => pending.collect(reader, comment),
        EntryKind::Blank => pending.clear(),
        EntryKind::Field(_)
        | EntryKind::Value(_)
        | EntryKind::Setting(_)
        | EntryKind::Attribute(_)
        | EntryKind::Broken => {
            if let Some(comment) = &trailing {
                pending.collect(reader, comment);
            }
            let documentation = pending.take(reader.arena);
            if documentation.is_some() || trailing.is_some() {
                remarks = Some(reader.arena.part(Remarks { documentation, trailing }));
            }
        }
    }
    Entry { kind, remarks, span }
}

/// What a line is, the comment behind it, and the place of the line without that.
type Read<'a> = (EntryKind<'a>, Option<Comment>, Span);

/// The `///` lines read so far above something.
#[derive(Debug, Default)]
pub(super) struct Documentation<'a> {
    first: Option<&'a str>,
    /// All of them, where there are several.
    joined: String,
}

impl<'a> Documentation<'a> {
    /// Adds a `///` line; other comments change nothing.
    pub fn collect(&mut self, reader: &Reader<'a>, comment: &Comment) {
        if comment.kind != CommentKind::Documentation {
            return;
        }
        let line = reader.covered(comment.span).trim_start_matches("///").trim();
        let Some(first) = self.first else {
            self.first = Some(line);
            return;
        };
        if self.joined.is_empty() {
            self.joined.push_str(first);
        }
        self.joined.push('\n');
        self.joined.push_str(line);
    }

    /// Hands over what was collected.
    pub fn take(&mut self, arena: &'a Arena) -> Option<&'a str> {
        let first = self.first.take()?;
        if self.joined.is_empty() {
            return Some(first);
        }
        let all = arena.text(&self.joined);
        self.joined.clear();
        Some(all)
    }

    /// Forgets what was collected.
    pub fn clear(&mut self) {
        self.first = None;
        self.joined.clear();
    }
}

fn read_entry<'a>(
    reader: &mut Reader<'a>,
    line: &Line<'a>,
    input: &'a str,
    keyword: Keyword,
    problems: &mut Vec<Diagnostic>,
) -> Read<'a> {
    if input.is_empty() {
        return (EntryKind::Blank, None, line.rest(input));
    }
    if let Some(comment) = comment(reader, line, input, problems) {
        let span = comment.span;
        return (EntryKind::Comment(comment), None, span);
    }
    let (rest, mut kind) = entry(line, input, keyword, problems);
    let Some(rest) = rest else {
        return (kind, None, line.rest(input));
    };
    let behind = skip_space(rest);
    let trailing = comment(reader, line, behind, problems);
    if trailing.as_ref().is_some_and(|comment| comment.kind == CommentKind::Delimited) {
        check_behind_comment(reader, problems);
    }
    if trailing.is_none() && !behind.is_empty() {
        problems.push(unexpected(line, behind));
        match &mut kind {
            EntryKind::Field(field) => field.complete = false,
            EntryKind::Value(value) => value.complete = false,
            EntryKind::Blank
            | EntryKind::Comment(_)
            | EntryKind::Setting(_)
            | EntryKind::Attribute(_)
            | EntryKind::Broken => {}
        }
        return (kind, None, line.rest(input));
    }
    (kind, trailing, line.span(input, rest))
}

/// A line ends behind its delimited comment; what follows there is left to be read all the same.
fn check_behind_comment(reader: &Reader<'_>, problems: &mut Vec<Diagnostic>) {
    let before = reader.text.get(..reader.at).unwrap_or_default();
    if before.is_empty() || before.ends_with(['\n', '\r']) {
        return;
    }
    let Some(line) = reader.clone().next_line() else { return };
    let input = skip_space(line.text);
    if input.is_empty() {
        return;
    }
    problems.push(
        Diagnostic::error(
            "text-after-comment",
            line.rest(input),
            "This line cannot be read: nothing is expected behind its comment.",
        )
        .help("put it on a line of its own"),
    );
}

/// Reads a comment, over further lines where it has some; the reader then stands behind it.
pub(super) fn comment(
    reader: &mut Reader<'_>,
    line: &Line<'_>,
    input: &str,
    problems: &mut Vec<Diagnostic>,
) -> Option<Comment> {
    if begins_with(input, b"//") {
        let documentation = input.starts_with("///");
        let kind = if documentation { CommentKind::Documentation } else { CommentKind::Line };
        // White space at the end stays: it is part of what people wrote, and a Markdown break.
        return Some(Comment { kind, span: line.span(input, "") });
    }
    if !begins_with(input, b"/*") {
        return None;
    }
    let start = line.offset(input);
    let Some(end) = reader.comment_end(start) else {
        problems.push(
            Diagnostic::error(
                "unclosed-comment",
                line.rest(input),
                "This comment has no end: its `*/` is missing.",
            )
            .help("close it with `*/`, or begin the line with `//`"),
        );
        return Some(Comment { kind: CommentKind::Line, span: line.rest(input) });
    };
    reader.go_to(end);
    let after = reader.at;
    if let Some(rest) = reader.next_line()
        && !skip_space(rest.text).is_empty()
    {
        reader.at = after;
    }
    Some(Comment { kind: CommentKind::Delimited, span: line.between(start, end) })
}

/// Reads the header of a block of `keyword`; `input` begins with the keyword, `after` behind it.
pub(super) fn header<'a>(
    reader: &mut Reader<'a>,
    line: &Line<'a>,
    keyword: Keyword,
    input: &'a str,
    after: &'a str,
    problems: &mut Vec<Diagnostic>,
) -> Header<'a> {
    let before = problems.len();
    let mut span = line.rest(input);
    let (rest, name) = match word(skip_space(after)) {
        Ok((rest, text)) => {
            let name = Name { text, span: line.span(skip_space(after), rest) };
            check_identifier(line, keyword, &name, problems);
            (rest, name)
        }
        Err(_) => {
            let corrected = with_name(line, after);
            problems.push(
                Diagnostic::error(
                    "missing-block-name",
                    span,
                    format!("This {} cannot be used: it has no name.", keyword.word()),
                )
                .help(format!("write `{corrected}`")),
            );
            (after, Name { text: "", span })
        }
    };
    let behind = skip_space(rest);
    let mut closed = false;
    let mut trailing = None;
    if let Some(inside) = past(behind, '{') {
        let inside = skip_space(inside);
        // A comment that goes on over the next lines is none here: only this line is read over.
        if begins_with(inside, b"//") || (begins_with(inside, b"/*") && inside.contains("*/")) {
            trailing = comment(reader, line, inside, problems);
        } else {
            closed = after_brace(reader, line, inside, &name, problems);
        }
    } else if let Some(brace) = missing_brace(reader, line, behind, keyword, &name, problems) {
        span = span.to(brace);
    }
    let broken = problems.iter().skip(before).any(|each| each.severity == Severity::Error);
    Header { keyword, name, span, broken, closed, comment: trailing }
}

/// The line of a header that has no name, with one: that which stands there in quotes, if any.
/// `after` begins behind the keyword.
fn with_name(line: &Line<'_>, after: &str) -> String {
    let input = skip_space(after);
    let quoted = past(input, '"').and_then(|rest| rest.split_once('"'));
    match quoted {
        Some((name, rest)) if word(name).is_ok_and(|(more, _)| more.is_empty()) => {
            line.corrected(line.span(input, rest), name)
        }
        _ => {
            let at = line.offset(after);
            line.corrected(line.between(at, at), " Name")
        }
    }
}

/// Judges what follows `{` on its line; whether the block closes there. What stands there is not
/// read, not even a `}`: the block goes on to the line that begins with one.
fn after_brace(
    reader: &Reader<'_>,
    line: &Line<'_>,
    inside: &str,
    name: &Name,
    problems: &mut Vec<Diagnostic>,
) -> bool {
    let text = inside.trim_end();
    if text.is_empty() {
        return false;
    }
    if closes_later(reader) {
        problems.push(
            Diagnostic::warning(
                "text-after-brace",
                line.rest(inside),
                format!("This has no effect: the lines of `{}` begin below it.", name.text),
            )
            .help("remove it, or put it on a line of its own"),
        );
        return false;
    }
    problems.push(
        Diagnostic::error(
            "text-after-brace",
            line.rest(inside),
            format!("`{}` cannot be read: its lines begin on the line after `{{`.", name.text),
        )
        .help("put every field, every value and the closing `}` on a line of its own"),
    );
    text.ends_with('}') && !text.contains("//")
}

/// Whether a line that begins with `}` comes before the next block.
fn closes_later(reader: &Reader<'_>) -> bool {
    let mut ahead = reader.clone();
    while let Some(line) = ahead.next_line() {
        let input = skip_space(line.text);
        if past(input, '}').is_some() {
            return true;
        }
        if is_header(input) {
            return false;
        }
    }
    false
}

/// Reports that a header's line has no brace. One that stands alone on the next line with text is
/// read, and its place given.
fn missing_brace(
    reader: &mut Reader<'_>,
    line: &Line<'_>,
    behind: &str,
    keyword: Keyword,
    name: &Name,
    problems: &mut Vec<Diagnostic>,
) -> Option<Span> {
    let header = format!("{} {} {{", keyword.word(), name.text);
    let after = reader.at;
    let mut next = reader.next_line();
    while next.is_some_and(|next| skip_space(next.text).is_empty()) {
        next = reader.next_line();
    }
    // What looks like an alias is read as one line: a brace below it is not its own.
    let brace = next
        .filter(|next| !behind.contains('=') && skip_space(next.text).trim_end() == "{")
        .map(|next| next.rest(skip_space(next.text)));
    if brace.is_none() {
        reader.at = after;
    }
    // That the name is missing was reported; where it ends, and a brace should be, nobody knows.
    if name.text.is_empty() {
        return brace;
    }
    let text = behind.trim_end();
    let problem = if brace.is_some() {
        Diagnostic::error(
            "brace-on-next-line",
            line.rest(behind),
            format!("`{}` cannot be read: its `{{` stands on the next line.", name.text),
        )
    } else if past(text, '=').is_some() {
        Diagnostic::error(
            "type-alias",
            line.rest(behind),
            format!("`{}` cannot be used: type aliases do not exist any more.", name.text),
        )
        .help("write the type and its attributes at each field")
    } else {
        Diagnostic::error(
            "missing-brace",
            line.rest(behind),
            format!("`{}` cannot be read: its `{{` is missing.", name.text),
        )
    };
    let with_help = problem.help.is_some();
    problems.push(if with_help { problem } else { problem.help(format!("write `{header}`")) });
    brace
}
