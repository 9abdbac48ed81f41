//! `@default(…)`: literals and functions, checked against the field's type. Which of them the
//! database carries out is for the lowering; here the two kinds are only told apart.

use super::arguments::Arguments;
use super::attributes::DEFAULT;
use super::context::{Context, choices};
use super::default_functions::{FUNCTIONS, Takes};
use super::drafts::{DraftKind, ModelDraft};
use super::guesses::nearest;
use super::literals::{self, Place};
use super::model::{Arity, DefaultValue, Enum, FieldDefault, FieldType, Literal, ScalarField};
use crate::diagnostic::Diagnostic;
use crate::provider::Provider;
use crate::syntax::document::{Argument, Attribute, Expression, ExpressionKind, Name};
use compact_str::format_compact;

/// What a default is read for.
#[derive(Clone, Copy)]
struct Owner<'a> {
    name: &'a str,
    field_type: &'a FieldType,
    arity: Arity,
}

/// Reads a default.
pub(super) fn read(
    context: &Context<'_>,
    attribute: &Attribute<'_>,
    field: &str,
    scalar: &ScalarField,
    arity: Arity,
    enums: &[Enum],
    problems: &mut Vec<Diagnostic>,
) -> Option<FieldDefault> {
    let arguments = Arguments::read(DEFAULT, attribute, context, problems);
    let Some(value) = arguments.get("value") else {
        if attribute.arguments.is_empty() {
            problems.push(
                Diagnostic::error(
                    "missing-argument",
                    attribute.span,
                    format!("`{field}` has no default: `@default` names no value."),
                )
                .help("write the value: `@default(…)`"),
            );
        }
        return None;
    };
    let owner = Owner { name: field, field_type: &scalar.field_type, arity };
    let span = value.span;
    let read = match &value.kind {
        ExpressionKind::Call(call) => {
            function(context, owner, value, &call.name, call.arguments, problems)
        }
        ExpressionKind::List(items) => list(context, owner, value, items, enums, problems),
        ExpressionKind::String(_)
        | ExpressionKind::Number(_)
        | ExpressionKind::Word(_)
        | ExpressionKind::Object(_) => {
            literal(context, owner, value, enums, problems).map(DefaultValue::Literal)
        }
    };
    read.map(|value| FieldDefault { value, span })
}

fn literal(
    context: &Context<'_>,
    owner: Owner<'_>,
    value: &Expression<'_>,
    enums: &[Enum],
    problems: &mut Vec<Diagnostic>,
) -> Option<Literal> {
    if owner.arity == Arity::List {
        let text = context.sources.text(value.span);
        problems.push(
            Diagnostic::error(
                "default-not-a-list",
                value.span,
                format!("`{}` cannot have this default: the field is a list.", owner.name),
            )
            .help(format!("write `{}`", context.corrected(value.span, &format!("[{text}]")))),
        );
        return None;
    }
    literals::read(context, value, (owner.name, owner.field_type), Place::Default, enums, problems)
}

fn list(
    context: &Context<'_>,
    owner: Owner<'_>,
    value: &Expression<'_>,
    items: &[Expression<'_>],
    enums: &[Enum],
    problems: &mut Vec<Diagnostic>,
) -> Option<DefaultValue> {
    if owner.arity != Arity::List {
        problems.push(
            Diagnostic::error(
                "default-is-a-list",
                value.span,
                format!("`{}` cannot have this default: the field is no list.", owner.name),
            )
            .help("write a single value without brackets"),
        );
        return None;
    }
    if let FieldType::Unsupported(_) = owner.field_type {
        problems.push(literals::of_unknown_type(value.span, owner.name));
        return None;
    }
    let before = problems.len();
    let literals: Vec<Literal> = items
        .iter()
        .filter_map(|item| {
            literals::read(
                context,
                item,
                (owner.name, owner.field_type),
                Place::Default,
                enums,
                problems,
            )
        })
        .collect();
    (problems.len() == before).then_some(DefaultValue::List(literals))
}

fn function(
    context: &Context<'_>,
    owner: Owner<'_>,
    value: &Expression<'_>,
    name: &Name<'_>,
    arguments: &[Argument<'_>],
    problems: &mut Vec<Diagnostic>,
) -> Option<DefaultValue> {
    let scalar = match owner.field_type {
        FieldType::Scalar(scalar) => Some(*scalar),
        FieldType::Enum(_) | FieldType::Unsupported(_) => None,
    };
    let Some(found) = FUNCTIONS.iter().find(|each| each.name == name.text) else {
        problems.push(unknown(context, name));
        return None;
    };
    if found.takes == Takes::Sql {
        return dbgenerated(value, arguments, problems);
    }
    let wanted = found.types;
    if !scalar.is_some_and(|scalar| wanted.contains(&scalar)) {
        let names: Vec<String> = wanted.iter().map(|each| format!("`{each:?}`")).collect();
        problems.push(
            Diagnostic::error(
                "default-type-mismatch",
                value.span,
                format!(
                    "`{}` cannot have this default: `{}()` is for {}.",
                    owner.name,
                    name.text,
                    names.join(" and ")
                ),
            )
            .help("remove the default, or change the field's type"),
        );
        return None;
    }
    let read = match name.text {
        "autoincrement" => {
            no_argument(name, arguments, problems).then_some(DefaultValue::Autoincrement)
        }
        "now" => no_argument(name, arguments, problems).then_some(DefaultValue::Now),
        _ => client(name, arguments, found.takes, problems),
    };
    // Of now() the lowering says that it is refused.
    if owner.arity == Arity::List && read.is_some() && name.text != "now" {
        problems.push(function_on_list(owner, value, name));
    }
    read
}

/// The language allows it; but the server takes no single value for a list, nor does a client.
fn function_on_list(owner: Owner<'_>, value: &Expression<'_>, name: &Name<'_>) -> Diagnostic {
    let message = format!(
        "`{}` cannot have this default: `{}()` is one value and no list.",
        owner.name, name.text
    );
    Diagnostic::unplannable("default-not-a-list", value.span, message)
        .help("remove the default, or `[]` from the type")
}

fn unknown(context: &Context<'_>, name: &Name<'_>) -> Diagnostic {
    let problem = Diagnostic::error(
        "unknown-function",
        name.span,
        format!("There is no default: the function `{}()` is not known.", name.text),
    );
    let names = FUNCTIONS.iter().map(|each| each.name);
    match nearest(name.text, names.clone()) {
        Some(near) => {
            problem.help(format!("did you mean `{}`?", context.corrected(name.span, near)))
        }
        None => problem.help(format!(
            "{}; for one of the database, write `dbgenerated(\"{}()\")`",
            choices("the", "function", "functions", names),
            name.text
        )),
    }
}

fn dbgenerated(
    value: &Expression<'_>,
    arguments: &[Argument<'_>],
    problems: &mut Vec<Diagnostic>,
) -> Option<DefaultValue> {
    let text = match arguments {
        [] => return Some(DefaultValue::DbGenerated(None)),
        // Whatever name it has: Prisma does not look at it.
        [only] => only.value.as_string(),
        _ => None,
    };
    match text {
        Some(text) if !text.is_empty() => Some(DefaultValue::DbGenerated(Some(text.into()))),
        _ => {
            problems.push(
                Diagnostic::error(
                    "invalid-dbgenerated",
                    value.span,
                    "There is no default: `dbgenerated` takes one string of SQL, which is not empty.",
                )
                .help("write `dbgenerated(\"gen_random_uuid()\")`"),
            );
            None
        }
    }
}

fn no_argument(
    name: &Name<'_>,
    arguments: &[Argument<'_>],
    problems: &mut Vec<Diagnostic>,
) -> bool {
    let Some(first) = arguments.first() else { return true };
    problems.push(
        Diagnostic::error(
            "surplus-argument",
            first.span(),
            format!("This default cannot be read: `{}()` takes no arguments.", name.text),
        )
        .help(format!("write `{}()`", name.text)),
    );
    false
}

/// A function that the client carries out, with at most one number.
fn client(
    name: &Name<'_>,
    arguments: &[Argument<'_>],
    takes: Takes,
    problems: &mut Vec<Diagnostic>,
) -> Option<DefaultValue> {
    let number = match arguments {
        [] => return Some(DefaultValue::Client(format_compact!("{}()", name.text))),
        [only] => match &only.value.kind {
            ExpressionKind::Number(text) => text.parse::<u32>().ok(),
            ExpressionKind::String(_)
            | ExpressionKind::Word(_)
            | ExpressionKind::Call(_)
            | ExpressionKind::List(_)
            | ExpressionKind::Object(_) => None,
        },
        _ => None,
    };
    if let Some(number) = number.filter(|number| takes.allows(*number)) {
        return Some(DefaultValue::Client(format_compact!("{}({number})", name.text)));
    }
    if takes == Takes::Nothing {
        no_argument(name, arguments, problems);
        return None;
    }
    let first = arguments.first()?;
    let range = takes.words();
    problems.push(
        Diagnostic::error(
            "invalid-function-argument",
            first.span(),
            format!("This default cannot be read: `{}()` takes {range}.", name.text),
        )
        .help(format!("write `{}()`, or a number of {range} in it", name.text)),
    );
    None
}

/// SQLite counts up only the single column of a primary key.
/// <https://www.sqlite.org/autoinc.html>
pub(super) fn check_autoincrement(
    context: &Context<'_>,
    draft: &ModelDraft<'_>,
    problems: &mut Vec<Diagnostic>,
) {
    if context.provider() != Some(Provider::Sqlite) {
        return;
    }
    for (index, field) in draft.fields.iter().enumerate() {
        let DraftKind::Scalar(scalar) = &field.kind else { continue };
        let Some(default) = &scalar.default else { continue };
        if default.value != DefaultValue::Autoincrement {
            continue;
        }
        let is_key = draft.primary_key.as_ref().is_some_and(|key| match key.fields.as_slice() {
            [only] => only.field.0 == index,
            _ => false,
        });
        if !is_key {
            problems.push(
                Diagnostic::error(
                    "autoincrement-without-id",
                    default.span,
                    format!(
                        "`{}` is not counted up: SQLite does so only for a single-column id.",
                        field.name()
                    ),
                )
                .help("mark the field with `@id`, or remove the default"),
            );
        }
    }
}
