//! The fields of an index: `[author, createdAt(sort: Desc, ops: raw("…"))]`. Names are resolved
//! within the model; what the index is for is not known here.

use super::context::Context;
use super::drafts::{DraftKind, ModelDraft};
use super::model::{FieldId, IndexField, OperatorClass, SortOrder};
use super::relation_keys::FEW;
use crate::diagnostic::Diagnostic;
use crate::ordered::BTreeSet;
use crate::source::Span;
use crate::syntax::document::{Argument, Attribute, Expression, ExpressionKind};

/// Reads a list of fields, or a single one without brackets.
pub(super) fn read(
    context: &Context<'_>,
    draft: &ModelDraft<'_>,
    attribute: &Attribute<'_>,
    value: &Expression<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Option<Vec<IndexField>> {
    let items = match &value.kind {
        ExpressionKind::List(items) => items,
        ExpressionKind::String(_)
        | ExpressionKind::Number(_)
        | ExpressionKind::Word(_)
        | ExpressionKind::Call(_)
        | ExpressionKind::Object(_) => std::slice::from_ref(value),
    };
    if items.is_empty() {
        problems.push(
            Diagnostic::error(
                "empty-field-list",
                value.span,
                format!("`@@{}` has no effect: it lists no fields.", attribute.name.text),
            )
            .help("name at least one field of the model in the brackets"),
        );
        return None;
    }
    let before = problems.len();
    let mut fields: Vec<IndexField> = Vec::with_capacity(items.len());
    let mut seen: BTreeSet<FieldId> = BTreeSet::new();
    for item in items {
        let Some(field) = index_field(context, draft, item, problems) else { continue };
        let is_repeated = match items.len() <= FEW {
            true => fields.iter().any(|each| each.field == field.field),
            false => !seen.insert(field.field),
        };
        if is_repeated {
            problems.push(
                Diagnostic::error(
                    "duplicate-index-field",
                    item.span,
                    format!(
                        "The index cannot be made: `{}` is listed twice.",
                        draft.field(field.field).name()
                    ),
                )
                .help("remove one of the two"),
            );
            continue;
        }
        fields.push(field);
    }
    (problems.len() == before).then_some(fields)
}

/// Whether one of the fields is given an order, be it the usual one.
pub(super) fn has_sort(value: &Expression<'_>) -> bool {
    let sorted = |item: &Expression<'_>| match &item.kind {
        ExpressionKind::Call(call) => call
            .arguments
            .iter()
            .any(|argument| argument.name.as_ref().is_some_and(|name| name.text == "sort")),
        _ => false,
    };
    match &value.kind {
        ExpressionKind::List(items) => items.iter().any(sorted),
        _ => sorted(value),
    }
}

/// The column of that name; anything else is reported.
pub(super) fn find_field(
    context: &Context<'_>,
    draft: &ModelDraft<'_>,
    name: &str,
    span: Span,
    problems: &mut Vec<Diagnostic>,
) -> Option<FieldId> {
    let Some(id) = draft.named(name) else {
        if draft.block.broken {
            return None;
        }
        let problem = Diagnostic::error(
            "unknown-field",
            span,
            format!("The index cannot be made: `{}` has no field `{name}`.", draft.name()),
        );
        let columns =
            draft.fields.iter().filter(|each| !matches!(each.kind, DraftKind::Relation(_)));
        problems.push(
            match context
                .catalogue
                .guesses
                .nearest(name, columns.map(super::drafts::FieldDraft::name))
            {
                Some(near) => {
                    problem.help(format!("did you mean `{}`?", context.corrected(span, near)))
                }
                None => {
                    problem.help(format!("add the field to `{}`, or remove it here", draft.name()))
                }
            },
        );
        return None;
    };
    if let DraftKind::Relation(relation) = &draft.field(id).kind {
        let keys = relation.attribute.and_then(|attribute| key_fields(context, attribute));
        let problem = Diagnostic::error(
            "relation-in-index",
            span,
            format!("`{name}` cannot stand here: it is a relation and no column."),
        );
        problems.push(match keys {
            Some(keys) => problem.help(format!("write `{}`", context.corrected(span, &keys))),
            None => problem.help("name the scalar fields that hold the key"),
        });
        return None;
    }
    Some(id)
}

/// The text inside the brackets of `fields:`.
fn key_fields(context: &Context<'_>, attribute: &Attribute<'_>) -> Option<String> {
    let is_fields =
        |argument: &&Argument<'_>| argument.name.as_ref().is_some_and(|name| name.text == "fields");
    let value = &attribute.arguments.iter().find(is_fields)?.value;
    let text = context.sources.text(value.span);
    Some(text.trim_start_matches('[').trim_end_matches(']').trim().to_owned())
}

fn index_field(
    context: &Context<'_>,
    draft: &ModelDraft<'_>,
    item: &Expression<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Option<IndexField> {
    let (name, span, arguments): (&str, Span, &[Argument<'_>]) = match &item.kind {
        ExpressionKind::Word(name) => (name, item.span, &[]),
        ExpressionKind::Call(call) => (call.name.text, call.name.span, call.arguments),
        ExpressionKind::String(text) => {
            problems.push(
                Diagnostic::error(
                    "quoted-field",
                    item.span,
                    "This field cannot be read: field names have no quotes.",
                )
                .help(format!("write `{}`", context.corrected(item.span, text))),
            );
            return None;
        }
        ExpressionKind::Number(_) | ExpressionKind::List(_) | ExpressionKind::Object(_) => {
            problems.push(
                Diagnostic::error(
                    "expected-field",
                    item.span,
                    "The index cannot be made: a field name is expected here.",
                )
                .help("write the name of a field of this model"),
            );
            return None;
        }
    };
    let field = find_field(context, draft, name, span, problems)?;
    let mut index_field = IndexField { field, sort: SortOrder::Ascending, operator_class: None };
    for argument in arguments {
        let parameter = argument.name.as_ref().map(|name| name.text);
        match parameter {
            Some("sort") => {
                if let Some(sort) = sort(context, &argument.value, problems) {
                    index_field.sort = sort;
                }
            }
            Some("ops") => {
                let class = operator_class(&argument.value, problems);
                index_field.operator_class = class.map(Box::new);
            }
            Some("length") => problems.push(
                Diagnostic::error(
                    "index-length",
                    argument.span(),
                    "This has no effect: an index over the beginning of a text exists on MySQL only.",
                )
                .help("remove `length`"),
            ),
            _ => {}
        }
    }
    Some(index_field)
}

/// `Asc` or `Desc`.
pub(super) fn sort(
    context: &Context<'_>,
    value: &Expression<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Option<SortOrder> {
    match value.as_word() {
        Some("Asc") => return Some(SortOrder::Ascending),
        Some("Desc") => return Some(SortOrder::Descending),
        _ => {}
    }
    let word = value.as_word().or_else(|| value.as_string()).unwrap_or_default();
    let better = if word.to_ascii_lowercase().starts_with('d') { "Desc" } else { "Asc" };
    problems.push(
        Diagnostic::error(
            "unknown-sort",
            value.span,
            "The index cannot be made: this order is not known.",
        )
        .help(format!("write `{}`", context.corrected(value.span, better))),
    );
    None
}

fn operator_class(value: &Expression<'_>, problems: &mut Vec<Diagnostic>) -> Option<OperatorClass> {
    if let Some(name) = value.as_word() {
        return Some(OperatorClass::Named(name.to_owned()));
    }
    if let ExpressionKind::Call(call) = &value.kind
        && let (true, [only]) = (call.name.text == "raw", call.arguments)
        && let Some(class) = only.value.as_string()
    {
        if class.is_empty() {
            problems.push(
                Diagnostic::unplannable(
                    "invalid-operator-class",
                    value.span,
                    "The database refuses this operator class: it has no name.",
                )
                .help("write its name, such as `raw(\"gin_trgm_ops\")`, or remove `ops`"),
            );
            return None;
        }
        return Some(OperatorClass::Raw(class.to_owned()));
    }
    problems.push(
        Diagnostic::error(
            "invalid-operator-class",
            value.span,
            "This operator class cannot be read: it is a name or `raw(\"…\")`.",
        )
        .help("write `ops: JsonbPathOps` or `ops: raw(\"gin_trgm_ops\")`"),
    );
    None
}
