//! Literal values checked against the type of a field, for defaults and predicates. The forms
//! of strings are checked as far as a database would: a time, a JSON text, base64, a number.

use super::context::{Context, choices};
use super::model::{Enum, EnumId, FieldType, Literal, Scalar};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::document::{Expression, ExpressionKind};

/// Where a literal stands: enum values are written differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// `@default(ACTIVE)`.
    Default,
    /// `where: { status: "active" }`.
    Predicate,
}

/// Reads a literal of `field_type`; the wrong kind or form is reported.
pub(super) fn read(
    context: &Context<'_>,
    value: &Expression<'_>,
    (field, field_type): (&str, &FieldType),
    place: Place,
    enums: &[Enum],
    problems: &mut Vec<Diagnostic>,
) -> Option<Literal> {
    match field_type {
        FieldType::Scalar(scalar) => {
            let literal = scalar_literal(value, *scalar);
            if let Err(wanted) = &literal {
                problems.push(mismatch(context, value, field, *scalar, wanted));
            }
            literal.ok()
        }
        FieldType::Enum(id) => enum_value(context, value, (field, *id), place, enums, problems),
        FieldType::Unsupported(_) => {
            problems.push(of_unknown_type(value.span, field));
            None
        }
    }
}

/// Says that nothing can be a literal of an unsupported type.
pub(super) fn of_unknown_type(span: Span, field: &str) -> Diagnostic {
    Diagnostic::error(
        "default-type-mismatch",
        span,
        format!("`{field}` cannot have this value: nothing is known of its type."),
    )
    .help("use `dbgenerated(\"…\")` with the value in SQL")
}

/// The literal, or what would be one.
fn scalar_literal(value: &Expression<'_>, scalar: Scalar) -> Result<Literal, &'static str> {
    let string = |check: fn(&str) -> bool, wanted: &'static str| match value.as_string() {
        Some(text) if check(text) => Ok(Literal::String(text.into())),
        _ => Err(wanted),
    };
    let number = match &value.kind {
        ExpressionKind::Number(text) => Some(*text),
        ExpressionKind::String(_)
        | ExpressionKind::Word(_)
        | ExpressionKind::Call(_)
        | ExpressionKind::List(_)
        | ExpressionKind::Object(_) => None,
    };
    match scalar {
        Scalar::String => string(|_| true, "a string such as \"draft\""),
        Scalar::Json => string(is_json, "a JSON text in a string, such as \"{}\""),
        Scalar::Bytes => string(is_base64, "bytes as base64 in a string, such as \"aGVsbG8=\""),
        Scalar::DateTime => {
            string(is_date_time, "a time such as \"2026-01-31T12:00:00Z\", or `now()`")
        }
        Scalar::Decimal => match number {
            Some(text) => Ok(Literal::Number(text.into())),
            None => {
                // Digits may be grouped with underscores, which databases take only of late.
                let plain = value.as_string().map(|text| text.replace('_', ""));
                match plain.filter(|text| is_decimal(text)) {
                    Some(text) => Ok(Literal::String(text.into())),
                    None => Err("a number such as 9.99"),
                }
            }
        },
        Scalar::Float => {
            number.map(|text| Literal::Number(text.into())).ok_or("a number such as 0.5")
        }
        Scalar::Int | Scalar::BigInt => number
            .filter(|text| text.parse::<i64>().is_ok())
            .map(|text| Literal::Number(text.into()))
            .ok_or("a whole number of at most 64 bits, such as 0"),
        Scalar::Boolean => match value.as_word() {
            Some("true") => Ok(Literal::Boolean(true)),
            Some("false") => Ok(Literal::Boolean(false)),
            _ => Err("true or false"),
        },
    }
}

fn mismatch(
    context: &Context<'_>,
    value: &Expression<'_>,
    field: &str,
    scalar: Scalar,
    wanted: &str,
) -> Diagnostic {
    let problem = Diagnostic::error(
        "value-type-mismatch",
        value.span,
        format!("`{field}` cannot have this value: its type `{scalar:?}` takes {wanted}."),
    );
    let better = match (scalar, &value.kind) {
        (Scalar::String, ExpressionKind::Word(text) | ExpressionKind::Number(text)) => {
            Some(format!("\"{text}\""))
        }
        (Scalar::Boolean, ExpressionKind::String(text)) if matches!(*text, "true" | "false") => {
            Some(text.to_string())
        }
        (Scalar::Int | Scalar::BigInt, ExpressionKind::String(text))
            if text.parse::<i64>().is_ok() =>
        {
            Some(text.to_string())
        }
        (Scalar::Float, ExpressionKind::String(text)) if is_decimal(text) => Some(text.to_string()),
        _ => None,
    };
    match better {
        Some(better) => problem.help(format!("write `{}`", context.corrected(value.span, &better))),
        None => problem.help(format!("replace it by {wanted}")),
    }
}

fn enum_value(
    context: &Context<'_>,
    value: &Expression<'_>,
    (field, id): (&str, EnumId),
    place: Place,
    enums: &[Enum],
    problems: &mut Vec<Diagnostic>,
) -> Option<Literal> {
    let found = enums.get(id.0)?;
    let quoted = value.as_string();
    let name = value.as_word().or(quoted);
    let known = name.filter(|name| found.values.named(name).is_some());
    if let (Some(name), None) = (known, quoted) {
        return Some(Literal::EnumValue(name.into()));
    }
    if place == Place::Predicate
        && let Some(text) = quoted
    {
        // A predicate names the value as the database does.
        let stored = found.values.iter().find(|each| each.database_name == text);
        if let Some(name) = stored.map(|each| each.name.as_str()).or(known) {
            return Some(Literal::EnumValue(name.into()));
        }
    }
    let span: Span = value.span;
    let problem = Diagnostic::error(
        "unknown-enum-value",
        span,
        format!("`{field}` cannot have this value: it is no value of the enum `{}`.", found.name),
    )
    .label(found.span, "the enum is here");
    let values = || found.values.iter().map(|each| each.name.as_str());
    problems.push(
        match known
            .or_else(|| name.and_then(|name| context.catalogue.guesses.nearest(name, values())))
        {
            Some(near) => {
                problem.help(format!("did you mean `{}`?", context.corrected(span, near)))
            }
            None if found.values.is_empty() => {
                problem.help(format!("give the enum `{}` values, one a line", found.name))
            }
            None => problem.help(choices("its", "value", "values", values())),
        },
    );
    None
}

fn is_json(text: &str) -> bool {
    // As a value, for that a number may be too large and a surrogate alone.
    serde_json::from_str::<serde_json::Value>(text).is_ok()
}

fn is_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|each| each.is_ascii_digit());
    digits(whole) && digits(fraction) && digits(exponent)
}

fn is_base64(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    text.len().is_multiple_of(4)
        && text.len() - body.len() <= 2
        && body.bytes().all(|each| sextet(each).is_some())
        && match body.len() % 4 {
            // The last letter holds bits of no byte, which must not be set.
            2 => loose_bits(body, 0x0f),
            3 => loose_bits(body, 0x03),
            _ => true,
        }
}

/// Whether the last letter has none of these bits.
fn loose_bits(body: &str, bits: u8) -> bool {
    body.bytes().last().and_then(sextet).is_some_and(|last| last & bits == 0)
}

/// The six bits that a letter of base64 stands for.
fn sextet(letter: u8) -> Option<u8> {
    match letter {
        b'A'..=b'Z' => Some(letter - b'A'),
        b'a'..=b'z' => Some(letter - b'a' + 26),
        b'0'..=b'9' => Some(letter - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

/// RFC 3339: `2026-01-31T12:00:00.5+01:00`.
fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't', ' ']) else { return false };
    let zone = time.find(['Z', 'z', '+', '-']);
    let Some((clock, zone)) = zone.and_then(|at| time.split_at_checked(at)) else { return false };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let fits = |text: &str, separator: char, widths: &[usize]| -> Option<Vec<u32>> {
        let parts: Vec<&str> = text.split(separator).collect();
        let plain = parts.len() == widths.len()
            && parts.iter().zip(widths).all(|(part, width)| {
                part.len() == *width && part.bytes().all(|each| each.is_ascii_digit())
            });
        plain.then(|| parts.iter().filter_map(|part| part.parse().ok()).collect())
    };
    let date_fits = matches!(
        fits(date, '-', &[4, 2, 2]).as_deref(),
        Some([year, month, day]) if (1..=12).contains(month)
            && (1..=days_of(*year, *month)).contains(day)
    );
    let clock_fits = matches!(
        fits(clock, ':', &[2, 2, 2]).as_deref(),
        Some([hour, minute, second]) if *hour < 24 && *minute < 60 && *second <= 60
    );
    let fraction_fits = !fraction.is_empty() && fraction.bytes().all(|each| each.is_ascii_digit());
    let zone_fits = zone.eq_ignore_ascii_case("Z")
        || matches!(
            zone.get(1..).and_then(|offset| fits(offset, ':', &[2, 2])).as_deref(),
            Some([hour, minute]) if *hour < 24 && *minute < 60
        );
    date_fits && clock_fits && fraction_fits && zone_fits
}

fn days_of(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_rfc_3339() {
        assert!(is_date_time("2024-02-29T12:00:00.123Z"));
        assert!(is_date_time("2024-01-31T12:00:00+01:00"));
        assert!(!is_date_time("2023-02-29T12:00:00Z"));
        assert!(!is_date_time("2024-01-31T12:00:00"));
        assert!(!is_date_time("2024-01-31"));
    }

    #[test]
    fn decimals_and_base64_have_their_digits() {
        assert!(is_decimal("-1.50") && is_decimal("1e3") && !is_decimal("1.") && !is_decimal(""));
        assert!(is_base64("aGVsbG8=") && is_base64("") && !is_base64("aGVsbG8"));
        assert!(is_base64("AA==") && !is_base64("AB==") && !is_base64("aGVsbG9="));
    }
}
