//! A diagnostic as text for a terminal: message, place, the lines with what is marked in them,
//! labels and help. Nothing that could steer a terminal or hide in it is let through, and no password of a
//! URL.

use super::{Diagnostic, Severity};
use crate::ordered::{self, BTreeMap};
use crate::secret::{masked, passwords};
use crate::source::{FileId, LineIndex, Lines, Place, Position, Sources};
use std::fmt::Write;
use std::ops::Range;

/// The longest piece of a line that is shown.
const WIDTH: usize = 140;

/// How much of a line stands before a mark that lies far in.
const LEAD: usize = 40;

/// How many bytes on either side of a piece may belong to a URL in it.
const URL_REACH: usize = 2_000;

/// One underlined place.
struct Mark<'a> {
    start: Position,
    end: Position,
    /// Its first byte in the file.
    byte: usize,
    sign: char,
    message: &'a str,
}

/// The text of a diagnostic; `colour` adds terminal colours.
pub(super) fn render(
    diagnostic: &Diagnostic,
    sources: &Sources,
    lines: &Lines<'_>,
    colour: bool,
) -> String {
    let paint = |code: &'static str, text: &str| {
        if colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    };
    let (word, code) = match diagnostic.severity {
        Severity::Error => ("error", "1;31"),
        Severity::Unplannable => ("unplannable", "1;35"),
        Severity::Warning => ("warning", "1;33"),
    };
    let title = paint(code, &format!("{word}[{}]", diagnostic.id));
    let mut text = format!("{title}: {}\n", paint("1", &visible(&masked(&diagnostic.message))));
    let mut files: BTreeMap<FileId, Vec<(Place, char, &str)>> = BTreeMap::new();
    for label in &diagnostic.labels {
        let place = sources.place(label.span);
        files.entry(place.file).or_default().push((place, '-', &label.message));
    }
    let place = sources.place(diagnostic.span);
    let own = files.remove(&place.file).unwrap_or_default();
    let primary = std::iter::once((place, '^', "")).chain(own).collect();
    let all = std::iter::once((place.file, primary)).chain(files);
    for (file, marks) in all {
        let known = sources.file(file).zip(lines.file(file));
        if let Some((source, index)) = known {
            render_file(&source.path, index, marks, &paint, code, &mut text);
        }
    }
    if let Some(help) = &diagnostic.help {
        let _ = writeln!(text, "{}: {}", paint("1;36", "help"), visible(&masked(help)));
    }
    text
}

fn render_file(
    path: &str,
    index: &LineIndex<'_>,
    marks: Vec<(Place, char, &str)>,
    paint: &dyn Fn(&'static str, &str) -> String,
    code: &'static str,
    text: &mut String,
) {
    let mut marks: Vec<Mark<'_>> = marks
        .into_iter()
        .map(|(place, sign, message)| Mark {
            start: index.position(place.start),
            end: index.position(place.end),
            byte: index.boundary(place.start),
            sign,
            message,
        })
        .collect();
    let Some(first) = marks.first() else { return };
    let place = format!("{}:{}:{}", visible(path), first.start.line, first.start.column);
    let last = marks.iter().map(|mark| mark.start.line).max().unwrap_or(1);
    let margin = " ".repeat(last.to_string().len());
    let _ = writeln!(text, "{margin}{} {place}", paint("1;34", "-->"));
    let _ = writeln!(text, "{margin} {}", paint("1;34", "|"));
    ordered::sort_by_key(&mut marks, |mark| (mark.start.line, mark.sign == '-', mark.start.column));
    let mut shown: Option<Window> = None;
    for mark in marks {
        let line = mark.start.line;
        let last_line = shown.as_ref().map(|window| window.line);
        let window = match shown.take().filter(|window| window.holds(&mark)) {
            Some(window) => window,
            None => {
                if last_line.is_some_and(|last| line > last + 1) {
                    let _ = writeln!(text, "{}", paint("1;34", "..."));
                }
                let window = Window::around(index, &mark);
                let number = format!("{line:>width$} |", width = margin.len());
                let _ = writeln!(text, "{} {}", paint("1;34", &number), window.text());
                window
            }
        };
        let (before, width) = window.place(&mark);
        let signs = mark.sign.to_string().repeat(width);
        let colour = if mark.sign == '^' { code } else { "1;34" };
        let message = if mark.message.is_empty() {
            String::new()
        } else {
            format!(" {}", visible(&masked(mark.message)))
        };
        let under =
            format!("{}{}", " ".repeat(before), paint(colour, &format!("{signs}{message}")));
        let _ = writeln!(text, "{margin} {} {under}", paint("1;34", "|"));
        shown = Some(window);
    }
}

/// The piece of a line that is shown. Lines may be as long as their file: only this piece is
/// looked at.
struct Window {
    /// The line, from 1.
    line: u32,
    /// The piece's first byte in the file.
    start: usize,
    /// The piece, with a `*` for each byte of a password.
    piece: String,
    /// Whether the line has more before it, and behind it.
    cut: (bool, bool),
}

impl Window {
    /// The piece that shows a mark.
    fn around(index: &LineIndex<'_>, mark: &Mark<'_>) -> Self {
        let line = index.line_text(mark.start.line);
        let line_start = index.line_start(mark.start.line).unwrap_or_default();
        let at = mark.byte.saturating_sub(line_start).min(line.len());
        let far = mark.start.column as usize > WIDTH - 20 + 1;
        let before = line.get(..at).unwrap_or_default();
        let lead = before.char_indices().rev().take(if far { LEAD } else { WIDTH }).last();
        let from = lead.map_or(at, |(at, _)| at);
        let rest = line.get(from..).unwrap_or_default();
        let length = rest.char_indices().nth(WIDTH).map_or(rest.len(), |(at, _)| at);
        Self {
            line: mark.start.line,
            start: line_start + from,
            piece: without_passwords(line, from..from + length),
            cut: (from > 0, length < rest.len()),
        }
    }

    /// Whether a mark begins in the piece.
    fn holds(&self, mark: &Mark<'_>) -> bool {
        let piece = self.start..=self.start + self.piece.len();
        self.line == mark.start.line && piece.contains(&mark.byte)
    }

    /// The piece as it is shown.
    fn text(&self) -> String {
        let (before, after) = self.cut;
        let (head, tail) = (if before { "… " } else { "" }, if after { " …" } else { "" });
        format!("{head}{}{tail}", visible(&self.piece)).trim_end().to_owned()
    }

    /// How far in a mark begins, and how wide it is.
    fn place(&self, mark: &Mark<'_>) -> (usize, usize) {
        let at = mark.byte.saturating_sub(self.start).min(self.piece.len());
        let (head, rest) = self.piece.split_at_checked(at).unwrap_or_default();
        let marked = if mark.end.line == mark.start.line {
            mark.end.column.saturating_sub(mark.start.column) as usize
        } else {
            usize::MAX
        };
        let end = rest.char_indices().nth(marked).map_or(rest.len(), |(at, _)| at);
        let wide = |text: &str| visible(text).chars().count();
        let lead = if self.cut.0 { 2 } else { 0 };
        (wide(head) + lead, wide(rest.get(..end).unwrap_or_default()).max(1))
    }
}

/// A piece of a line, with a `*` for each byte of a password: marks stand where they stood. A URL may begin
/// before the piece or end behind it.
fn without_passwords(line: &str, piece: Range<usize>) -> String {
    let boundary = |at: usize| (at..=line.len()).find(|at| line.is_char_boundary(*at));
    let first = boundary(piece.start.saturating_sub(URL_REACH)).unwrap_or_default();
    let last = boundary((piece.end + URL_REACH).min(line.len())).unwrap_or(line.len());
    let around = line.get(first..last).unwrap_or_default();
    let hidden: Vec<Range<usize>> = passwords(around)
        .into_iter()
        .map(|found| (first + found.start).max(piece.start)..(first + found.end).min(piece.end))
        .filter(|found| found.start < found.end)
        .collect();
    let mut shown = String::with_capacity(piece.len());
    let mut from = piece.start;
    for found in hidden {
        shown.push_str(line.get(from..found.start).unwrap_or_default());
        shown.push_str(&"*".repeat(found.len()));
        from = found.end;
    }
    shown.push_str(line.get(from..piece.end).unwrap_or_default());
    shown
}

/// The text with a space for each tab, and everything invisible spelled out.
fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for each in text.chars() {
        match each {
            '\t' | '\u{a0}' => shown.push(' '),
            _ if is_hidden(each) => {
                let _ = write!(shown, "\\u{{{:x}}}", u32::from(each));
            }
            _ => shown.push(each),
        }
    }
    shown
}

/// Control characters, and those that change the direction or the lines of what is shown.
pub fn is_hidden(each: char) -> bool {
    each.is_control()
        || matches!(
            each,
            '\u{61c}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{2069}'
                | '\u{feff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::render;
    use crate::source::Span;

    #[test]
    fn both_places_and_the_help_are_shown() {
        let text = "model A {\n  id Int @id\n  id Strng\n}\n";
        let sources = Sources::single("schema.prisma", text);
        let span = |start: u32, end: u32| Span::new(start, end);
        let diagnostic = Diagnostic::error("duplicate-field", span(25, 27), "`A` has two `id`.")
            .label(span(12, 14), "declared here first")
            .help("remove one");
        let expected = "error[duplicate-field]: `A` has two `id`.\n \
                        --> schema.prisma:3:3\n  |\n\
                        2 |   id Int @id\n  |   -- declared here first\n\
                        3 |   id Strng\n  |   ^^\nhelp: remove one\n";
        assert_eq!(render(&diagnostic, &sources, false), expected);
    }

    #[test]
    fn what_steers_a_terminal_is_spelled_out() {
        let text = "a\u{1b}[2J\u{202e}b\tc";
        let sources = Sources::single("s", text);
        let diagnostic = Diagnostic::error("x", Span::new(8, 9), "m\u{7}");
        let expected = "error[x]: m\\u{7}\n --> s:1:7\n  |\n\
                        1 | a\\u{1b}[2J\\u{202e}b c\n  |                   ^\n";
        assert_eq!(render(&diagnostic, &sources, false), expected);
    }

    #[test]
    fn places_far_apart_in_one_line_are_shown_one_by_one() {
        let text = format!("first{}second{}third", " ".repeat(500), " ".repeat(20));
        let sources = Sources::single("s", &text);
        let span = |word: &str| {
            let start = text.find(word).unwrap_or_default() as u32;
            Span::new(start, start + word.len() as u32)
        };
        let diagnostic = Diagnostic::error("x", span("third"), "m")
            .label(span("first"), "one")
            .label(span("second"), "two");
        let shown = render(&diagnostic, &sources, false);
        let lines: Vec<&str> = shown.lines().skip(3).collect();
        assert!(lines[0].ends_with("second                    third"), "{shown}");
        assert_eq!(lines[1].find('^'), lines[0].find("third").map(|at| at - '…'.len_utf8() + 1));
        assert!(lines[2].starts_with("1 | first") && lines[2].ends_with(" …"), "{shown}");
        assert_eq!(lines[3], "  | ----- one");
        assert!(lines[4].starts_with("1 | … ") && lines[5].ends_with("------ two"), "{shown}");
    }

    #[test]
    fn no_password_is_shown_wherever_the_line_is_cut() {
        let line = format!(
            "  url = \"postgresql://app:{}@localhost/{}\" @x",
            "hunter2".repeat(30),
            "d".repeat(300)
        );
        for (word, shown_too) in [("url", true), ("2hunter", false), ("dd", true), ("@x", true)] {
            let start = line.find(word).unwrap_or_default() as u32;
            let span = Span::new(start, start + word.len() as u32);
            let sources = Sources::single("s", &line);
            let message = format!("{line} is wrong");
            let diagnostic = Diagnostic::error("x", span, message.as_str())
                .label(span, message.as_str())
                .help(message.as_str());
            let shown = render(&diagnostic, &sources, false);
            assert!(!shown.contains("hunter"), "{shown}");
            assert!(shown.contains("***@localhost"), "{shown}");
            let lines: Vec<&str> = shown.lines().skip(3).collect();
            let at = |line: &str, sign: &str| line.find(sign).map(|at| line[..at].chars().count());
            let piece = lines[0].split_once("| ").map_or("", |(_, piece)| piece);
            let under = lines[1].split_once("| ").map_or("", |(_, under)| under);
            assert!(!shown_too || at(piece, word) == at(under, "^"), "{shown}");
        }
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let text = format!("{}X{}", "a".repeat(1000), "b".repeat(1000));
        let sources = Sources::single("s", &text);
        let diagnostic = Diagnostic::error("x", Span::new(1000, 1001), "m");
        let shown = render(&diagnostic, &sources, true);
        assert!(shown.lines().all(|line| line.chars().count() < 200));
    }
}
