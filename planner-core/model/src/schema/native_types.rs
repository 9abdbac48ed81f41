//! Native types, `@db.VarChar(255)`: a table of what each provider has, for which scalars, with
//! which arguments. What a native type is called in SQL is not known here.

use super::context::{Context, choices};
use super::guesses::nearest;
use super::model::{FieldType, NativeType, Scalar, ScalarField};
use crate::diagnostic::Diagnostic;
use crate::provider::Provider;
use crate::syntax::document::{Attribute, ExpressionKind};

/// Which numbers a native type takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numbers {
    /// None.
    None,
    /// A length, which may be left out; from, up to.
    Length(u32, u32),
    /// Precision and scale, both or neither.
    Decimal,
    /// Digits of a second, 0 to 6, which may be left out.
    Seconds,
}

/// A native type: its name, the scalars that it is for, and its arguments.
pub(super) type Row = (&'static str, &'static [Scalar], Numbers);

/// <https://www.postgresql.org/docs/current/datatype.html>; the limits are the server's.
const POSTGRESQL: [Row; 27] = [
    ("SmallInt", &[Scalar::Int], Numbers::None),
    ("Integer", &[Scalar::Int], Numbers::None),
    ("Oid", &[Scalar::Int], Numbers::None),
    ("BigInt", &[Scalar::BigInt], Numbers::None),
    ("Decimal", &[Scalar::Decimal], Numbers::Decimal),
    ("Numeric", &[Scalar::Decimal], Numbers::Decimal),
    ("Money", &[Scalar::Decimal], Numbers::None),
    ("Real", &[Scalar::Float], Numbers::None),
    ("DoublePrecision", &[Scalar::Float], Numbers::None),
    ("Text", &[Scalar::String], Numbers::None),
    ("VarChar", &[Scalar::String], Numbers::Length(0, 10_485_760)),
    ("Char", &[Scalar::String], Numbers::Length(0, 10_485_760)),
    ("Bit", &[Scalar::String], Numbers::Length(1, 83_886_080)),
    ("VarBit", &[Scalar::String], Numbers::Length(1, 83_886_080)),
    ("Uuid", &[Scalar::String], Numbers::None),
    ("Xml", &[Scalar::String], Numbers::None),
    ("Inet", &[Scalar::String], Numbers::None),
    ("Citext", &[Scalar::String], Numbers::None),
    ("ByteA", &[Scalar::Bytes], Numbers::None),
    ("Boolean", &[Scalar::Boolean], Numbers::None),
    ("Timestamp", &[Scalar::DateTime], Numbers::Seconds),
    ("Timestamptz", &[Scalar::DateTime], Numbers::Seconds),
    ("Time", &[Scalar::DateTime], Numbers::Seconds),
    ("Timetz", &[Scalar::DateTime], Numbers::Seconds),
    ("Date", &[Scalar::DateTime], Numbers::None),
    ("Json", &[Scalar::Json], Numbers::None),
    ("JsonB", &[Scalar::Json], Numbers::None),
];

/// Those of comon_orm; <https://www.sqlite.org/datatype3.html>.
const SQLITE: [Row; 5] = [
    ("Integer", &[Scalar::Int, Scalar::BigInt], Numbers::None),
    ("Numeric", &[Scalar::Decimal], Numbers::Decimal),
    ("Real", &[Scalar::Float], Numbers::None),
    ("Text", &[Scalar::String], Numbers::None),
    ("Blob", &[Scalar::Bytes], Numbers::None),
];

/// The native types of a provider.
pub(super) fn table(provider: Provider) -> &'static [Row] {
    match provider {
        Provider::Postgresql => &POSTGRESQL,
        Provider::Sqlite => &SQLITE,
    }
}

/// Reads a native type; what does not fit the provider or the field's type is reported.
pub(super) fn read(
    context: &Context<'_>,
    attribute: &Attribute<'_>,
    field: &ScalarField,
    problems: &mut Vec<Diagnostic>,
) -> Option<NativeType> {
    let datasource = context.datasource?;
    let (prefix, name) = attribute.name.text.split_once('.')?;
    let rows = table(datasource.provider);
    if prefix != datasource.name {
        problems.push(
            Diagnostic::error(
                "native-type-prefix",
                attribute.name.span,
                format!(
                    "`@{prefix}.{name}` is not known: the datasource is called `{}`.",
                    datasource.name
                ),
            )
            .help(format!(
                "write `{}`",
                context.corrected(attribute.name.span, &format!("{}.{name}", datasource.name))
            )),
        );
        return None;
    }
    let Some((_, scalars, numbers)) = rows.iter().find(|(each, _, _)| *each == name) else {
        problems.push(unknown(context, attribute, field, name, prefix, rows));
        return None;
    };
    let fits = match &field.field_type {
        FieldType::Scalar(scalar) => scalars.contains(scalar),
        FieldType::Enum(_) | FieldType::Unsupported(_) => false,
    };
    if !fits {
        problems.push(misfit(attribute, field, prefix, name, scalars, rows));
        return None;
    }
    let arguments = numbers_of(attribute, problems)?;
    check_numbers(attribute, name, *numbers, &arguments, problems);
    Some(NativeType { name: name.into(), arguments, span: attribute.span })
}

fn scalar_of(field: &ScalarField) -> Option<Scalar> {
    match field.field_type {
        FieldType::Scalar(scalar) => Some(scalar),
        FieldType::Enum(_) | FieldType::Unsupported(_) => None,
    }
}

/// The native types that a field could have.
fn possible(field: &ScalarField, rows: &[Row]) -> Vec<&'static str> {
    let Some(scalar) = scalar_of(field) else { return Vec::new() };
    rows.iter()
        .filter(|(_, scalars, _)| scalars.contains(&scalar))
        .map(|(name, _, _)| *name)
        .collect()
}

fn unknown(
    context: &Context<'_>,
    attribute: &Attribute<'_>,
    field: &ScalarField,
    name: &str,
    prefix: &str,
    rows: &[Row],
) -> Diagnostic {
    let problem = Diagnostic::error(
        "unknown-native-type",
        attribute.name.span,
        format!(
            "`@{prefix}.{name}` has no effect: {} has no such native type.",
            context.provider().map_or("the database", Provider::display_name)
        ),
    );
    let names = possible(field, rows);
    match nearest(name, names.iter().copied()) {
        Some(near) => {
            let line = context.corrected(attribute.name.span, &format!("{prefix}.{near}"));
            problem.help(format!("did you mean `{line}`?"))
        }
        None if names.is_empty() => problem.help("remove it"),
        None => problem.help(choices("this field's", "native type", "native types", names)),
    }
}

fn misfit(
    attribute: &Attribute<'_>,
    field: &ScalarField,
    prefix: &str,
    name: &str,
    scalars: &[Scalar],
    rows: &[Row],
) -> Diagnostic {
    let wanted: Vec<String> = scalars.iter().map(|each| format!("`{each:?}`")).collect();
    let problem = Diagnostic::error(
        "native-type-mismatch",
        attribute.span,
        format!("`@{prefix}.{name}` does not fit this field: it is for {}.", wanted.join(" and ")),
    );
    let names = possible(field, rows);
    if names.is_empty() {
        return problem.help("remove it: this field's type has no native types");
    }
    problem.help(choices("this field's", "native type", "native types", names))
}

fn numbers_of(attribute: &Attribute<'_>, problems: &mut Vec<Diagnostic>) -> Option<Vec<u32>> {
    let mut numbers = Vec::new();
    for argument in attribute.arguments {
        let number = match &argument.value.kind {
            ExpressionKind::Number(text) => text.parse::<u32>().ok(),
            ExpressionKind::String(_)
            | ExpressionKind::Word(_)
            | ExpressionKind::Call(_)
            | ExpressionKind::List(_)
            | ExpressionKind::Object(_) => None,
        };
        // A name before the number says nothing, as Prisma does not look at it.
        let Some(number) = number else {
            problems.push(
                Diagnostic::error(
                    "native-type-argument",
                    argument.span(),
                    format!("`@{}` cannot be read: it takes whole numbers.", attribute.name.text),
                )
                .help("write a number without sign or quotes"),
            );
            return None;
        };
        numbers.push(number);
    }
    Some(numbers)
}

fn check_numbers(
    attribute: &Attribute<'_>,
    name: &str,
    numbers: Numbers,
    arguments: &[u32],
    problems: &mut Vec<Diagnostic>,
) {
    let written = &attribute.name.text;
    let id = "native-type-argument";
    let mut refuse = |message: String, help: String| {
        problems.push(Diagnostic::error(id, attribute.span, message).help(help));
    };
    match (numbers, arguments) {
        (Numbers::None, []) | (Numbers::Length(..) | Numbers::Seconds | Numbers::Decimal, []) => {}
        (Numbers::None, _) => {
            refuse(
                format!("`@{written}` cannot be read: it takes no arguments."),
                format!("write `@{written}`"),
            );
        }
        (Numbers::Length(from, to), [length]) => {
            if (from..=to).contains(length) && *length > 0 {
                return;
            }
            let message =
                format!("The database refuses this column: no `{name}` has length {length}.");
            let help = format!("choose a length from 1 to {to}");
            // A bit string's length is checked by the language itself, a text's is not.
            if from > 0 {
                refuse(message, help);
            } else {
                let problem =
                    Diagnostic::unplannable("native-type-argument", attribute.span, message);
                problems.push(problem.help(help));
            }
        }
        (Numbers::Seconds, [digits]) => {
            if *digits > 6 {
                refuse(
                    format!("The database keeps at most 6 digits of a second, not {digits}."),
                    format!("write `@{written}(6)`"),
                );
            }
        }
        (Numbers::Decimal, [precision, scale]) => {
            if !(1..=1000).contains(precision) || scale > precision {
                refuse(
                    format!(
                        "The database has no decimal of {precision} digits with {scale} after the point."
                    ),
                    "the first number is 1 to 1000, the second at most the first".to_owned(),
                );
            }
        }
        (Numbers::Decimal, [precision]) => refuse(
            format!("`@{written}` cannot be read: it takes precision and scale, or nothing."),
            format!("write `@{written}({precision}, 0)`"),
        ),
        (Numbers::Length(..) | Numbers::Seconds | Numbers::Decimal, _) => refuse(
            format!("`@{written}` cannot be read: it has too many arguments."),
            "remove those behind the first ones".to_owned(),
        ),
    }
}
