//! The lines inside a block: a field, an enum value, a setting. One line in, one entry out with
//! the rest of the line; what cannot be read is a problem of that line alone.

use super::attribute::{attribute, trailing_attributes};
use super::document::{EntryKind, Field, Keyword, Name, Setting, TypeArity, Value};
use super::expression::{expression, path};
use super::lexeme::{begins_with, decode, identifier_problem, past, quoted, skip_space, word};
use super::line::Line;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// The longest name that is read, in bytes. Databases cut or refuse far shorter ones.
const LONGEST_NAME_READ: usize = 512;

/// Reads a line of a block; `input` begins at its first character. The rest is `None` where the
/// line could not be read to its end; the problem is then pushed.
pub(super) fn entry<'a>(
    line: &Line<'a>,
    input: &'a str,
    keyword: Keyword,
    problems: &mut Vec<Diagnostic>,
) -> (Option<&'a str>, EntryKind<'a>) {
    if begins_with(input, b"@@") {
        return match attribute(line, input, "@@") {
            Ok((rest, attribute)) => (Some(rest), EntryKind::Attribute(attribute)),
            Err(problem) => broken(*problem, problems),
        };
    }
    if past(input, '@').is_some() {
        let at = line.offset(input);
        let corrected = line.corrected(line.between(at, at), "@");
        return broken(
            Diagnostic::error(
                "attribute-without-field",
                line.rest(input),
                "This attribute has no effect: it stands behind no field.",
            )
            .help(format!(
                "put it on the field's line, or write `{corrected}` for the whole block"
            )),
            problems,
        );
    }
    let Ok((rest, text)) = word(input) else {
        return broken(no_name(line, input), problems);
    };
    let name = Name { text, span: line.span(input, rest) };
    if let Some(problem) = too_long(name.text, name.span) {
        return broken(problem, problems);
    }
    check_identifier(line, keyword, &name, problems);
    match keyword {
        Keyword::Datasource | Keyword::Generator => setting(line, rest, name, problems),
        Keyword::Enum => value(line, rest, name, problems),
        Keyword::Model | Keyword::View | Keyword::Type => field(line, rest, name, problems),
    }
}

/// The id of the problem that a block is closed on the line of its last field.
pub(super) const BRACE_BEHIND_LINE: &str = "brace-behind-line";

/// Says that text stands where the line should end.
pub(super) fn unexpected(line: &Line<'_>, rest: &str) -> Diagnostic {
    let span = line.rest(rest);
    let first = rest.chars().next().unwrap_or(' ');
    let sign = line.between(span.start, span.start + first.len_utf8() as u32);
    match first {
        ',' | ';' => Diagnostic::error(
            "trailing-separator",
            sign,
            format!("This line cannot be read: it ends with `{first}`."),
        )
        .help(format!("lines need no separator: write `{}`", line.corrected(sign, ""))),
        '#' => Diagnostic::error(
            "hash-comment",
            span,
            "This line cannot be read: `#` does not begin a comment.",
        )
        .help(format!("write `{}`", line.corrected(sign, "//"))),
        '}' => Diagnostic::error(
            BRACE_BEHIND_LINE,
            sign,
            "This `}` closes nothing: it stands behind something on its line.",
        )
        .help("put it on a line of its own, below this one"),
        _ => Diagnostic::error(
            "unexpected-text",
            span,
            "This line cannot be read: nothing is expected here.",
        )
        .help(format!(
            "write `{}`, or make the rest a comment with `//`",
            line.corrected(span, "")
        )),
    }
}

/// Objects to a name that is no identifier; the name is kept, so that others find it. Nothing is
/// generated from the names in a datasource or generator, which may hold dashes and begin with a
/// digit.
pub(super) fn check_identifier(
    line: &Line<'_>,
    keyword: Keyword,
    name: &Name<'_>,
    problems: &mut Vec<Diagnostic>,
) {
    let begins =
        name.text.starts_with(|first: char| first.is_alphabetic() || first.is_ascii_digit());
    if matches!(keyword, Keyword::Datasource | Keyword::Generator) && begins {
        return;
    }
    if let Some((reason, better)) = identifier_problem(name.text) {
        let problem = Diagnostic::error(
            "invalid-name",
            name.span,
            format!("`{}` cannot be a name: {reason}.", name.text),
        );
        let corrected = line.corrected(name.span, &better);
        let is_setting = matches!(keyword, Keyword::Datasource | Keyword::Generator);
        problems.push(if is_setting && !better.is_empty() {
            problem.help(format!("write `{corrected}`"))
        } else if better.is_empty() {
            problem.help("a name is a letter, then letters, digits and `_`")
        } else {
            problem.help(format!(
                "write `{corrected}`, and keep the database's name with `@map` or `@@map`"
            ))
        });
    }
}

/// Objects to a name longer than any that a database or a client could use. It is not read, so
/// that no message has to repeat it.
pub fn too_long(name: &str, span: Span) -> Option<Diagnostic> {
    let problem = || {
        Diagnostic::error(
            "name-too-long",
            span,
            format!("This name cannot be used: it has {} bytes.", name.len()),
        )
        .help(format!("a name has at most {LONGEST_NAME_READ} bytes"))
    };
    (name.len() > LONGEST_NAME_READ).then(problem)
}

fn broken<'a>(
    problem: Diagnostic,
    problems: &mut Vec<Diagnostic>,
) -> (Option<&'a str>, EntryKind<'a>) {
    problems.push(problem);
    (None, EntryKind::Broken)
}

fn no_name(line: &Line<'_>, input: &str) -> Diagnostic {
    if past(input, '#').is_some() {
        return unexpected(line, input);
    }
    if let Ok((_, text)) = quoted(input) {
        let span = line.between(line.offset(input), line.offset(input) + text.len() as u32);
        return Diagnostic::error(
            "quoted-name",
            span,
            "This line cannot be read: names have no quotes.",
        )
        .help(format!("write `{}`", line.corrected(span, text.trim_matches('"'))));
    }
    Diagnostic::error(
        "unexpected-text",
        line.rest(input),
        "This line cannot be read: it begins with no name.",
    )
    .help(
        "a line of a block is a name with its type, an attribute with `@@`, or a comment with `//`",
    )
}

fn setting<'a>(
    line: &Line<'a>,
    input: &'a str,
    name: Name<'a>,
    problems: &mut Vec<Diagnostic>,
) -> (Option<&'a str>, EntryKind<'a>) {
    let after = skip_space(input);
    let Some(rest) = past(after, '=') else {
        let value = past(after, ':').unwrap_or(after);
        let corrected = line.corrected(line.span(input, value), " = ").replace("  ", " ");
        return broken(
            Diagnostic::error(
                "missing-equals",
                line.rest(after),
                format!("`{}` is not set: a setting is written with `=`.", name.text),
            )
            .help(format!("write `{corrected}`")),
            problems,
        );
    };
    match expression(line, skip_space(rest)) {
        Ok((rest, value)) => (Some(rest), EntryKind::Setting(Setting { name, value })),
        Err(problem) => broken(*problem, problems),
    }
}

fn value<'a>(
    line: &Line<'a>,
    input: &'a str,
    name: Name<'a>,
    problems: &mut Vec<Diagnostic>,
) -> (Option<&'a str>, EntryKind<'a>) {
    let (rest, attributes) = trailing_attributes(line, input, problems);
    (rest, EntryKind::Value(Value { name, attributes, complete: rest.is_some() }))
}

fn field<'a>(
    line: &Line<'a>,
    input: &'a str,
    name: Name<'a>,
    problems: &mut Vec<Diagnostic>,
) -> (Option<&'a str>, EntryKind<'a>) {
    let before = problems.len();
    let mut rest = skip_space(input);
    if let Some(after) = past(rest, ':') {
        let colon = line.span(rest, after);
        problems.push(
            Diagnostic::error(
                "colon-after-name",
                colon,
                format!(
                    "`{}` cannot be read: no colon stands between a name and its type.",
                    name.text
                ),
            )
            .help(format!("write `{}`", line.corrected(colon, " ").replace("  ", " "))),
        );
        rest = skip_space(after);
    }
    let (rest, field_type, form) = match field_type(line, rest, &name, problems) {
        Ok(read) => read,
        Err(problem) => return broken(*problem, problems),
    };
    let (rest, arity) =
        arity(line, skip_space(rest), form == Form::Bracketed, &field_type, problems);
    let well_formed = problems.len() == before;
    let (rest, attributes) = trailing_attributes(line, rest, problems);
    let complete = rest.is_some();
    let unsupported = form == Form::Unsupported;
    let field = Field { name, field_type, unsupported, arity, attributes, complete, well_formed };
    (rest, EntryKind::Field(field))
}

/// How a type was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// By its name.
    Plain,
    /// In brackets, as other languages write lists.
    Bracketed,
    /// As `Unsupported("…")`.
    Unsupported,
}

/// The type, and how it was written.
fn field_type<'a>(
    line: &Line<'a>,
    input: &'a str,
    field: &Name<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Result<(&'a str, Name<'a>, Form), Box<Diagnostic>> {
    if let Some(inside) = past(input, '[')
        && let Some((after, name)) = path(line, skip_space(inside))
        && let Some(rest) = past(skip_space(after), ']')
    {
        let span = line.span(input, rest);
        let list = format!("{}[]", name.text);
        problems.push(
            Diagnostic::error(
                "list-before-type",
                span,
                format!("`{}` cannot be read: a list is marked behind its type.", field.text),
            )
            .help(format!("write `{}`", line.corrected(span, &list))),
        );
        return Ok((rest, name, Form::Bracketed));
    }
    let Some((rest, name)) = path(line, input) else {
        let at = line.offset(input);
        let corrected = line.corrected(line.between(at, at), " String ");
        let corrected = corrected.split_whitespace().collect::<Vec<_>>().join(" ");
        return Err(Diagnostic::error(
            "missing-type",
            field.span,
            format!("`{}` cannot be read: it has no type.", field.text),
        )
        .help(format!("add one, for example `{corrected}`"))
        .into());
    };
    if name.text != "Unsupported" {
        return Ok((rest, name, Form::Plain));
    }
    let text = past(rest, '(').map(skip_space).and_then(|inside| {
        let (rest, text) = quoted(inside).ok()?;
        let rest_after = past(skip_space(rest), ')')?;
        Some((rest_after, rest, text))
    });
    let Some((rest, after_text, text)) = text else {
        if let Some(after) = past(skip_space(rest), '(') {
            let opening = line.span(rest, after);
            let corrected = line.corrected(opening, "(");
            if opening.end - opening.start > 1 {
                return Err(Diagnostic::error(
                    "space-in-type",
                    opening,
                    "This type cannot be read: no space stands between `Unsupported` and its text.",
                )
                .help(format!("write `{corrected}`"))
                .into());
            }
        }
        return Err(Diagnostic::error(
            "unsupported-without-type",
            line.rest(input),
            "This type cannot be read: `Unsupported` names a type of the database.",
        )
        .help(format!("write `{} Unsupported(\"circle\")`", field.text))
        .into());
    };
    let text = decode(line, text, after_text)?;
    Ok((rest, Name { text, span: line.span(input, rest) }, Form::Unsupported))
}

fn arity<'a>(
    line: &Line<'a>,
    input: &'a str,
    bracketed: bool,
    field_type: &Name<'_>,
    problems: &mut Vec<Diagnostic>,
) -> (&'a str, TypeArity) {
    let mut wrong = |id, rest: &'a str, from: &'a str, message: String, better: &str| {
        let span = line.span(from, rest);
        let corrected = line.corrected(span, better);
        problems.push(Diagnostic::error(id, span, message).help(format!("write `{corrected}`")));
    };
    if let Some(rest) = past(input, '!') {
        let message =
            format!("`{}!` cannot be read: a field is required by itself.", field_type.text);
        wrong("required-mark", rest, input, message, "");
        return (rest, TypeArity::Required);
    }
    if let Some(rest) = past(input, '?') {
        return (rest, if bracketed { TypeArity::List } else { TypeArity::Optional });
    }
    let Some(rest) = past(input, '[').and_then(|inside| past(skip_space(inside), ']')) else {
        return (input, if bracketed { TypeArity::List } else { TypeArity::Required });
    };
    if !begins_with(input, b"[]") {
        let message =
            format!("`{}[ ]` cannot be read: no space stands in the brackets.", field_type.text);
        wrong("space-in-type", rest, input, message, "[]");
    }
    let behind = skip_space(rest);
    if let Some(after) = behind.strip_prefix(['?', '!']) {
        let message = format!("`{}[]?` cannot be read: a list is never optional.", field_type.text);
        wrong("optional-list", after, behind, message, "");
        return (after, TypeArity::List);
    }
    if let Some(after) = behind.strip_prefix("[]") {
        let message =
            format!("`{}[][]` cannot be read: lists of lists do not exist.", field_type.text);
        wrong("nested-list", after, behind, message, "");
        return (after, TypeArity::List);
    }
    (rest, TypeArity::List)
}
