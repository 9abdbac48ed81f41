//! A diagnostic as text for a terminal: message, place, the lines with what is marked in them,
//! labels and help. Nothing that could steer a terminal or hide in it is let through.

use super::{Diagnostic, Severity};
use crate::source::{FileId, LineIndex, Position, Sources, Span};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The longest piece of a line that is shown.
const WIDTH: usize = 140;

/// One underlined place.
struct Mark<'a> {
    start: Position,
    end: Position,
    sign: char,
    message: &'a str,
}

/// The text of a diagnostic; `colour` adds terminal colours.
pub(super) fn render(diagnostic: &Diagnostic, sources: &Sources, colour: bool) -> String {
    let paint = |code: &'static str, text: &str| {
        if colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    };
    let (word, code) = match diagnostic.severity {
        Severity::Error => ("error", "1;31"),
        Severity::Unplannable => ("unplannable", "1;35"),
        Severity::Warning => ("warning", "1;33"),
    };
    let title = paint(code, &format!("{word}[{}]", diagnostic.id));
    let mut text = format!("{title}: {}\n", paint("1", &visible(&diagnostic.message)));
    let mut files: BTreeMap<FileId, Vec<(Span, char, &str)>> = BTreeMap::new();
    for label in &diagnostic.labels {
        files.entry(label.span.file).or_default().push((label.span, '-', &label.message));
    }
    let own = files.remove(&diagnostic.span.file).unwrap_or_default();
    let primary = std::iter::once((diagnostic.span, '^', "")).chain(own).collect();
    let all = std::iter::once((diagnostic.span.file, primary)).chain(files);
    for (file, marks) in all {
        render_file(sources, file, marks, &paint, code, &mut text);
    }
    if let Some(help) = &diagnostic.help {
        let _ = writeln!(text, "{}: {}", paint("1;36", "help"), visible(help));
    }
    text
}

fn render_file(
    sources: &Sources,
    file: FileId,
    marks: Vec<(Span, char, &str)>,
    paint: &dyn Fn(&'static str, &str) -> String,
    code: &'static str,
    text: &mut String,
) {
    let Some(source) = sources.file(file) else { return };
    let index = LineIndex::new(&source.text);
    let mut marks: Vec<Mark<'_>> = marks
        .into_iter()
        .map(|(span, sign, message)| Mark {
            start: index.position(span.start),
            end: index.position(span.end),
            sign,
            message,
        })
        .collect();
    let Some(first) = marks.first() else { return };
    let place = format!("{}:{}:{}", visible(&source.path), first.start.line, first.start.column);
    let last = marks.iter().map(|mark| mark.start.line).max().unwrap_or(1);
    let margin = " ".repeat(last.to_string().len());
    let _ = writeln!(text, "{margin}{} {place}", paint("1;34", "-->"));
    let _ = writeln!(text, "{margin} {}", paint("1;34", "|"));
    marks.sort_by_key(|mark| (mark.start.line, mark.sign == '-', mark.start.column));
    let mut shown = 0;
    for mark in marks {
        let line = mark.start.line;
        if shown != line {
            if shown != 0 && line > shown + 1 {
                let _ = writeln!(text, "{}", paint("1;34", "..."));
            }
            let number = format!("{line:>width$}", width = margin.len());
            let piece = window(index.line_text(line), &mark).0;
            let _ = writeln!(text, "{} {piece}", paint("1;34", &format!("{number} |")));
            shown = line;
        }
        let (_, before, width) = window(index.line_text(line), &mark);
        let signs = mark.sign.to_string().repeat(width);
        let colour = if mark.sign == '^' { code } else { "1;34" };
        let message = if mark.message.is_empty() {
            String::new()
        } else {
            format!(" {}", visible(mark.message))
        };
        let under =
            format!("{}{}", " ".repeat(before), paint(colour, &format!("{signs}{message}")));
        let _ = writeln!(text, "{margin} {} {under}", paint("1;34", "|"));
    }
}

/// The piece of a line that shows a mark, how far in the mark begins, and how wide it is.
fn window(line: &str, mark: &Mark<'_>) -> (String, usize, usize) {
    let characters: Vec<char> = line.chars().collect();
    let start = (mark.start.column as usize - 1).min(characters.len());
    let end = if mark.end.line == mark.start.line {
        (mark.end.column as usize - 1).clamp(start, characters.len())
    } else {
        characters.len()
    };
    let from = if start > WIDTH - 20 { start.saturating_sub(40) } else { 0 };
    let to = characters.len().min(from + WIDTH);
    let part = |from: usize, to: usize| -> String {
        let cut = characters.get(from..to.max(from)).unwrap_or_default();
        visible(&cut.iter().collect::<String>())
    };
    let mut piece = part(from, to);
    let mut before = part(from, start).chars().count();
    let width = part(start, end.min(to)).chars().count().max(1);
    if from > 0 {
        piece = format!("… {piece}");
        before += 2;
    }
    if to < characters.len() {
        piece.push_str(" …");
    }
    (piece.trim_end().to_owned(), before, width)
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
pub(crate) fn is_hidden(each: char) -> bool {
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

    #[test]
    fn both_places_and_the_help_are_shown() {
        let text = "model A {\n  id Int @id\n  id Strng\n}\n";
        let sources = Sources::single("schema.prisma", text);
        let span = |start: u32, end: u32| Span::new(FileId(0), start, end);
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
        let diagnostic = Diagnostic::error("x", Span::new(FileId(0), 8, 9), "m\u{7}");
        let expected = "error[x]: m\\u{7}\n --> s:1:7\n  |\n\
                        1 | a\\u{1b}[2J\\u{202e}b c\n  |                   ^\n";
        assert_eq!(render(&diagnostic, &sources, false), expected);
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let text = format!("{}X{}", "a".repeat(1000), "b".repeat(1000));
        let sources = Sources::single("s", &text);
        let diagnostic = Diagnostic::error("x", Span::new(FileId(0), 1000, 1001), "m");
        let shown = render(&diagnostic, &sources, true);
        assert!(shown.lines().all(|line| line.chars().count() < 200));
    }
}
