//! `@name(…)` and `@@name(…)`, read from the rest of a line. Which attributes exist is not known
//! here.

use super::document::Attribute;
use super::expression::{LastComma, Parsed, arguments, path};
use super::lexeme::{begins_with, past, skip_space};
use super::line::Line;
use crate::diagnostic::Diagnostic;
use smallvec::SmallVec;

/// Reads one attribute; `input` begins with `marker`, `@` or `@@`.
pub(super) fn attribute<'a>(
    line: &Line<'a>,
    input: &'a str,
    marker: &'static str,
) -> Parsed<'a, Attribute<'a>> {
    let after_marker = skip_space(input.strip_prefix(marker).unwrap_or(input));
    let Some((rest, name)) = path(line, after_marker) else {
        return Err(Diagnostic::error(
            "missing-attribute-name",
            line.rest(input),
            format!("This line cannot be read: no attribute name follows `{marker}`."),
        )
        .help(format!("an attribute is written like `{marker}map(\"name\")`"))
        .into());
    };
    let Some(inside) = past(skip_space(rest), '(') else {
        let span = line.span(input, rest);
        return Ok((rest, Attribute { name, arguments: &[], span }));
    };
    let native = name.text.contains('.');
    let comma = if native { LastComma::ReadOver } else { LastComma::Refused };
    let (rest, arguments) = arguments(line, inside, comma)?;
    Ok((rest, Attribute { name, arguments, span: line.span(input, rest) }))
}

/// Reads the attributes behind a field or an enum value: those that could be read, and the rest
/// of the line; the problem is pushed where one stops the line.
pub(super) fn trailing_attributes<'a>(
    line: &Line<'a>,
    input: &'a str,
    problems: &mut Vec<Diagnostic>,
) -> (Option<&'a str>, &'a [Attribute<'a>]) {
    let mut rest = skip_space(input);
    let mut attributes: SmallVec<[Attribute<'a>; 4]> = SmallVec::new();
    while past(rest, '@').is_some() {
        if begins_with(rest, b"@@") {
            let text = rest.trim_end();
            problems.push(
                Diagnostic::error(
                    "block-attribute-on-field",
                    line.rest(rest),
                    "This line cannot be read: an attribute with `@@` belongs to the whole block.",
                )
                .help(format!("put `{text}` on a line of its own, or write it with a single `@`")),
            );
            return (None, line.arena.list(&attributes));
        }
        match attribute(line, rest, "@") {
            Ok((after, each)) => {
                attributes.push(each);
                rest = skip_space(after);
            }
            Err(problem) => {
                problems.push(*problem);
                return (None, line.arena.list(&attributes));
            }
        }
    }
    (Some(rest), line.arena.list(&attributes))
}
