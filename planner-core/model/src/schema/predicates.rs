//! `where:` of a partial index: raw SQL, or comparisons of fields. The SQL is not looked into.

use super::context::Context;
use super::drafts::ModelDraft;
use super::index_fields::find_field;
use super::literals::{self, Place};
use super::model::{Enum, Predicate, PredicateTerm};
use crate::diagnostic::Diagnostic;
use crate::syntax::document::{Expression, ExpressionKind, Name};

/// Reads a predicate.
pub(super) fn read(
    context: &Context<'_>,
    draft: &ModelDraft<'_>,
    value: &Expression<'_>,
    enums: &[Enum],
    problems: &mut Vec<Diagnostic>,
) -> Option<Predicate> {
    if !context.features.has("partialIndexes") {
        problems.push(
            Diagnostic::error(
                "preview-feature-off",
                value.span,
                "This index is not partial: the preview feature of `where` is off.",
            )
            .help("add `previewFeatures = [\"partialIndexes\"]` to a generator"),
        );
    }
    match &value.kind {
        ExpressionKind::Object(entries) if !entries.is_empty() => {
            let before = problems.len();
            let terms = entries
                .iter()
                .filter_map(|(name, value)| term(context, draft, name, value, enums, problems))
                .collect();
            (problems.len() == before).then_some(Predicate::Fields(terms))
        }
        ExpressionKind::Call(call) if call.name.text == "raw" => {
            let text = match call.arguments {
                [only] => only.value.as_string().filter(|text| !text.trim().is_empty()),
                _ => None,
            };
            if text.is_none() {
                problems.push(wrong(value));
            }
            text.map(|text| Predicate::Raw(text.to_owned()))
        }
        ExpressionKind::Object(_)
        | ExpressionKind::Call(_)
        | ExpressionKind::String(_)
        | ExpressionKind::Number(_)
        | ExpressionKind::Word(_)
        | ExpressionKind::List(_) => {
            problems.push(wrong(value));
            None
        }
    }
}

fn wrong(value: &Expression<'_>) -> Diagnostic {
    Diagnostic::error(
        "invalid-predicate",
        value.span,
        "This index is not partial: `where` takes `raw(\"…\")` or comparisons in braces.",
    )
    .help("write `where: raw(\"status = 'open'\")` or `where: { open: true, closedAt: null }`")
}

fn term(
    context: &Context<'_>,
    draft: &ModelDraft<'_>,
    name: &Name<'_>,
    value: &Expression<'_>,
    enums: &[Enum],
    problems: &mut Vec<Diagnostic>,
) -> Option<PredicateTerm> {
    let field = find_field(context, draft, name.text, name.span, problems)?;
    let (negated, value) = match &value.kind {
        ExpressionKind::Object(entries) => match entries {
            [(not, inner)] if not.text == "not" => (true, inner),
            _ => {
                problems.push(wrong(value));
                return None;
            }
        },
        ExpressionKind::String(_)
        | ExpressionKind::Number(_)
        | ExpressionKind::Word(_)
        | ExpressionKind::Call(_)
        | ExpressionKind::List(_) => (false, value),
    };
    if value.as_word() == Some("null") {
        return Some(PredicateTerm { field, negated, value: None });
    }
    let scalar = draft.scalar(field)?;
    let literal = literals::read(
        context,
        value,
        (name.text, &scalar.field_type),
        Place::Predicate,
        enums,
        problems,
    )?;
    Some(PredicateTerm { field, negated, value: Some(literal) })
}
