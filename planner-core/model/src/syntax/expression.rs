//! Values and argument lists, read from the rest of a line. What a function or a name means is
//! not known here.

use super::document::{Argument, Call, Expression, ExpressionKind, Name};
use super::lexeme::{
    begins_name, begins_with, decode, name, number, past, quoted, skip_space, word,
};
use super::line::Line;
use crate::diagnostic::Diagnostic;
use smallvec::SmallVec;

/// How deep lists, objects and calls may stand inside each other. Nothing in the language needs
/// more than four.
const MAX_DEPTH: usize = 16;

/// What a parser of a part of a line hands back: the rest of the line, and the part.
pub(super) type Parsed<'a, T> = Result<(&'a str, T), Box<Diagnostic>>;

/// Reads a value.
pub(super) fn expression<'a>(line: &Line<'a>, input: &'a str) -> Parsed<'a, Expression<'a>> {
    nested(line, input, 0)
}

/// Reads arguments up to the closing parenthesis; `input` begins after the opening one. Behind the
/// last one a comma may stand where that is `allowed`.
pub(super) fn arguments<'a>(
    line: &Line<'a>,
    input: &'a str,
    comma: LastComma,
) -> Parsed<'a, &'a [Argument<'a>]> {
    nested_arguments(line, input, 0, comma)
}

/// Whether a comma may stand behind the last of several items. Prisma refuses it in lists and in
/// the arguments of its own attributes and their functions, and reads over it in those of native
/// types and of the fields of an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LastComma {
    /// It is an error.
    Refused,
    /// It says nothing.
    ReadOver,
}

/// Reads a dotted name, such as `db.VarChar`; no white space stands in it.
pub(super) fn path<'a>(line: &Line<'a>, input: &'a str) -> Option<(&'a str, Name<'a>)> {
    let (rest, _) = word(input).ok()?;
    Some(path_from(line, input, rest))
}

/// Reads the same where its first word ends before `rest`.
fn path_from<'a>(line: &Line<'a>, input: &'a str, mut rest: &'a str) -> (&'a str, Name<'a>) {
    while let Some(after) = past(rest, '.') {
        rest = name(after).map_or(after, |(after, _)| after);
    }
    let text = input.get(..input.len() - rest.len()).unwrap_or_default();
    (rest, Name { text, span: line.span(input, rest) })
}

fn nested<'a>(line: &Line<'a>, input: &'a str, depth: usize) -> Parsed<'a, Expression<'a>> {
    too_deep(line, input, depth)?;
    match input.chars().next() {
        Some('"') => string(line, input),
        Some('[') => list(line, input, depth),
        Some('{') => object(line, input, depth),
        Some('-') => numeral(line, input),
        // A call may have a name that begins with a digit, too.
        Some(first) if first.is_ascii_digit() && !is_call(input) => numeral(line, input),
        Some(first) if first.is_alphabetic() || first.is_ascii_digit() => match word(input) {
            Ok((rest, _)) => name_or_call(line, input, rest, depth),
            Err(_) => Err(missing_value(line, input).into()),
        },
        Some('_') => Err(underscore(line, input).into()),
        Some('\'') => Err(single_quotes(line, input).into()),
        _ => Err(missing_value(line, input).into()),
    }
}

/// Whether a name and an opening parenthesis come next.
fn is_call(input: &str) -> bool {
    name(input).is_some_and(|(rest, _)| past(skip_space(rest), '(').is_some())
}

fn underscore(line: &Line<'_>, input: &str) -> Diagnostic {
    let rest = word(input).map_or("", |(rest, _)| rest);
    let span = line.span(input, rest);
    let better = input.trim_start_matches(['_', '-']);
    let better = better.get(..better.len().saturating_sub(rest.len())).unwrap_or_default();
    Diagnostic::error(
        "invalid-name",
        span,
        "This line cannot be read: a name begins with a letter.",
    )
    .help(format!("write `{}`", line.corrected(span, better)))
}

fn missing_value(line: &Line<'_>, input: &str) -> Diagnostic {
    Diagnostic::error(
        "missing-value",
        line.rest(input),
        "This line cannot be read: a value is missing here.",
    )
    .help("a value is a \"string\", a number, true, a name, a call such as `now()`, or a [list]")
}

fn too_deep(line: &Line<'_>, input: &str, depth: usize) -> Result<(), Box<Diagnostic>> {
    if depth <= MAX_DEPTH {
        return Ok(());
    }
    Err(Diagnostic::error(
        "nesting-too-deep",
        line.rest(input),
        "This value cannot be read: it is nested too deeply.",
    )
    .help(format!("use at most {MAX_DEPTH} levels of brackets"))
    .into())
}

fn string<'a>(line: &Line<'a>, input: &'a str) -> Parsed<'a, Expression<'a>> {
    let Ok((rest, text)) = quoted(input) else {
        return Err(Diagnostic::error(
            "unclosed-string",
            line.rest(input),
            "This string cannot be read: its closing quote is missing on this line.",
        )
        .help("a string ends on its line; write a line break in it as \\n and a quote as \\\"")
        .into());
    };
    let text = decode(line, text, rest)?;
    Ok((rest, Expression { kind: ExpressionKind::String(text), span: line.span(input, rest) }))
}

fn single_quotes(line: &Line<'_>, input: &str) -> Diagnostic {
    let inner = input.get(1..).unwrap_or_default();
    let end = inner.find('\'');
    let text = inner.get(..end.unwrap_or(inner.len())).unwrap_or_default();
    let rest = end.and_then(|end| inner.get(end + 1..)).unwrap_or_default();
    let span = line.span(input, rest);
    let corrected = line.corrected(span, &format!("\"{}\"", text.replace('"', "\\\"")));
    Diagnostic::error(
        "single-quotes",
        span,
        "This string cannot be read: strings stand in double quotes.",
    )
    .help(format!("write `{corrected}`"))
}

fn numeral<'a>(line: &Line<'a>, input: &'a str) -> Parsed<'a, Expression<'a>> {
    let wrong = |rest: &str| {
        Err(Diagnostic::error(
            "invalid-number",
            line.span(input, rest),
            "This number cannot be read.",
        )
        .help("a number is digits, perhaps with a minus before and a decimal part: -12.50")
        .into())
    };
    let Ok((rest, text)) = number(input) else {
        let rest = input.get(1..).unwrap_or_default();
        return wrong(word(rest).map_or(rest, |(rest, _)| rest));
    };
    if rest.starts_with(|next: char| next.is_alphanumeric() || next == '_' || next == '.') {
        let after = rest
            .trim_start_matches(|next: char| next.is_alphanumeric() || next == '_' || next == '.');
        return wrong(after);
    }
    let kind = ExpressionKind::Number(text);
    Ok((rest, Expression { kind, span: line.span(input, rest) }))
}

/// A name, or a call of it; the first word of the name ends before `rest`.
fn name_or_call<'a>(
    line: &Line<'a>,
    input: &'a str,
    rest: &'a str,
    depth: usize,
) -> Parsed<'a, Expression<'a>> {
    let (rest, name) = path_from(line, input, rest);
    let Some(inside) = past(skip_space(rest), '(') else {
        let span = name.span;
        return Ok((rest, Expression { kind: ExpressionKind::Word(name.text), span }));
    };
    let comma = if depth == 0 { LastComma::Refused } else { LastComma::ReadOver };
    let (rest, arguments) = nested_arguments(line, inside, depth + 1, comma)?;
    let call = line.arena.part(Call { name, arguments });
    let span = line.span(input, rest);
    Ok((rest, Expression { kind: ExpressionKind::Call(call), span }))
}

fn list<'a>(line: &Line<'a>, input: &'a str, depth: usize) -> Parsed<'a, Expression<'a>> {
    let inside = input.get(1..).unwrap_or_default();
    let (rest, items) =
        separated(line, inside, ']', LastComma::Refused, |rest| nested(line, rest, depth + 1))?;
    Ok((rest, Expression { kind: ExpressionKind::List(items), span: line.span(input, rest) }))
}

fn object<'a>(line: &Line<'a>, input: &'a str, depth: usize) -> Parsed<'a, Expression<'a>> {
    let inside = input.get(1..).unwrap_or_default();
    let (rest, entries) = separated(line, inside, '}', LastComma::Refused, |rest| {
        let Begun::Name(after, name) = argument_name(line, rest)? else {
            return Err(Diagnostic::error(
                "missing-value",
                line.rest(rest),
                "This line cannot be read: inside braces every value has a name.",
            )
            .help("write { field: value }")
            .into());
        };
        let (after, value) = nested(line, skip_space(after), depth + 1)?;
        Ok((after, (name, value)))
    })?;
    Ok((rest, Expression { kind: ExpressionKind::Object(entries), span: line.span(input, rest) }))
}

fn nested_arguments<'a>(
    line: &Line<'a>,
    input: &'a str,
    depth: usize,
    comma: LastComma,
) -> Parsed<'a, &'a [Argument<'a>]> {
    separated(line, input, ')', comma, |rest| {
        let (after, name) = match argument_name(line, rest)? {
            Begun::Name(after, name) => (skip_space(after), Some(name)),
            // What was read as a word is not read once more, where it is all that it can be.
            Begun::Word(end) if rest.starts_with(|first: char| first.is_ascii_alphabetic()) => {
                too_deep(line, rest, depth)?;
                let (after, value) = name_or_call(line, rest, end, depth)?;
                return Ok((after, Argument { name: None, value }));
            }
            Begun::Word(_) | Begun::Other => (rest, None),
        };
        if let Some(name) = &name
            && depth == 0
            && comma == LastComma::ReadOver
            && after.starts_with([')', ','])
        {
            return Err(valueless(line, rest, after, name).into());
        }
        let (after, value) = nested(line, after, depth)?;
        let name = name.map(|name| line.arena.part(name));
        Ok((after, Argument { name, value }))
    })
}

/// An argument of a native type that is a name and a colon. Prisma reads over it, and so over the
/// number that was meant.
fn valueless(line: &Line<'_>, input: &str, after: &str, name: &Name<'_>) -> Diagnostic {
    let span = line.span(input, after);
    let problem = Diagnostic::error(
        "valueless-argument",
        span,
        format!("`{}:` has no effect: no value follows its colon.", name.text),
    );
    if name.text.bytes().all(|each| each.is_ascii_digit()) {
        return problem.help(format!("write `{}`", line.corrected(span, name.text)));
    }
    problem.help("write a number behind the colon, or remove the argument")
}

/// What an argument begins with.
enum Begun<'a> {
    /// `name:`, and the rest behind the colon.
    Name(&'a str, Name<'a>),
    /// A word without a colon, which ends before this rest.
    Word(&'a str),
    /// Anything else.
    Other,
}

/// Reads `name:`, where a colon follows.
fn argument_name<'a>(line: &Line<'a>, input: &'a str) -> Result<Begun<'a>, Box<Diagnostic>> {
    let Ok((rest, text)) = word(input) else { return Ok(Begun::Other) };
    let Some(after) = past(skip_space(rest), ':') else { return Ok(Begun::Word(rest)) };
    if !begins_name(input) {
        return Err(underscore(line, input).into());
    }
    Ok(Begun::Name(after, Name { text, span: line.span(input, rest) }))
}

/// Reads items with commas between them up to `close`.
fn separated<'a, T: Copy>(
    line: &Line<'a>,
    input: &'a str,
    close: char,
    comma: LastComma,
    mut item: impl FnMut(&'a str) -> Parsed<'a, T>,
) -> Parsed<'a, &'a [T]> {
    let mut rest = skip_space(input);
    if let Some(after) = past(rest, close) {
        return Ok((after, &[]));
    }
    let mut items: SmallVec<[T; 4]> = SmallVec::new();
    loop {
        let (after, each) = item(rest)?;
        items.push(each);
        rest = skip_space(after);
        if let Some(after) = past(rest, close) {
            return Ok((after, line.arena.list(&items)));
        }
        let Some(after) = past(rest, ',') else {
            return Err(not_closed(line, rest, close).into());
        };
        let sign = line.span(rest, after);
        rest = skip_space(after);
        if let (Some(after), LastComma::ReadOver) = (past(rest, close), comma) {
            return Ok((after, line.arena.list(&items)));
        }
        if past(rest, close).is_some() {
            return Err(Diagnostic::error(
                "trailing-comma",
                sign,
                format!("This line cannot be read: nothing follows the comma before `{close}`."),
            )
            .help(format!("write `{}`", line.corrected(sign, "")))
            .into());
        }
    }
}

fn not_closed(line: &Line<'_>, rest: &str, close: char) -> Diagnostic {
    let text = rest.trim_end();
    if text.is_empty() || begins_with(text, b"//") {
        let span = line.rest(rest);
        let at = line.between(span.start, span.start);
        return Diagnostic::error(
            "unclosed-bracket",
            span,
            format!("This line cannot be read: `{close}` is missing at its end."),
        )
        .help(format!(
            "write `{}`; all arguments stand on one line",
            line.corrected(at, &close.to_string())
        ));
    }
    let at = line.offset(rest);
    let comma = line.corrected(line.between(at, at), ", ");
    Diagnostic::error(
        "unexpected-text",
        line.rest(rest),
        format!("This line cannot be read: `,` or `{close}` is expected here."),
    )
    .help(format!("perhaps `{comma}`"))
}
