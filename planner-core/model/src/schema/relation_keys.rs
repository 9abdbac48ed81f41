//! `@relation(…)` of one field: its name, its key fields, what they refer to. How the two ends
//! of a relation fit together is for [`super::relations`].

use super::arguments::Arguments;
use super::attributes::RELATION;
use super::context::Context;
use super::drafts::{DraftKind, FieldDraft, ModelDraft};
use super::model::{FieldId, ReferentialAction};
use super::referential_actions;
use crate::diagnostic::{Diagnostic, Severity};
use crate::ordered::BTreeSet;
use crate::provider::Provider;
use crate::source::Span;
use crate::syntax::document::{Attribute, Expression, ExpressionKind};
use compact_str::CompactString;

/// What stands in `@relation`.
#[derive(Debug, Clone, Default)]
pub(super) struct RelationKey {
    /// Its name.
    pub name: Option<CompactString>,
    /// `fields:`, resolved, with its place; the list is empty where that failed.
    pub fields: Option<(Vec<FieldId>, Span)>,
    /// `references:`, resolved, with its place.
    pub references: Option<(Vec<FieldId>, Span)>,
    /// `onDelete:`.
    pub on_delete: Option<(ReferentialAction, Span)>,
    /// `onUpdate:`.
    pub on_update: Option<(ReferentialAction, Span)>,
    /// `map:`.
    pub database_name: Option<CompactString>,
    /// Whether a part of it was reported, so that nothing more is said about it.
    pub broken: bool,
}

/// Reads the attribute of a relation field.
pub(super) fn read(
    context: &Context<'_>,
    attribute: &Attribute<'_>,
    model: &ModelDraft<'_>,
    target: &ModelDraft<'_>,
    problems: &mut Vec<Diagnostic>,
) -> RelationKey {
    let before = problems.len();
    let arguments = Arguments::read(RELATION, attribute, context, problems);
    let name = arguments.constraint_name(context, "name", problems).map(|(name, _)| name);
    let list = |parameter, model: &ModelDraft<'_>, problems: &mut Vec<Diagnostic>| {
        let value = arguments.get(parameter)?;
        let fields = fields(context, parameter, value, model, problems);
        Some((fields.unwrap_or_default(), value.span))
    };
    let fields = list("fields", model, problems);
    let references = list("references", target, problems);
    let on_delete = referential_actions::read(context, &arguments, "onDelete", problems);
    let on_update = referential_actions::read(context, &arguments, "onUpdate", problems);
    let map = arguments.constraint_name(context, "map", problems);
    if let (Some((_, span)), Some(Provider::Sqlite)) = (&map, context.provider()) {
        problems.push(
            Diagnostic::error(
                "foreign-key-name-on-sqlite",
                *span,
                "This name has no effect: foreign keys have none on SQLite.",
            )
            .help("remove `map`"),
        );
    }
    RelationKey {
        name: name.map(Into::into),
        fields,
        references,
        on_delete,
        on_update,
        database_name: map.map(|(name, _)| name.into()),
        broken: problems.iter().skip(before).any(|each| each.severity == Severity::Error),
    }
}

/// Up to how many fields are looked through one by one.
pub(super) const FEW: usize = 8;

/// The fields that a list names.
fn fields(
    context: &Context<'_>,
    parameter: &str,
    value: &Expression<'_>,
    model: &ModelDraft<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Option<Vec<FieldId>> {
    let items = match &value.kind {
        ExpressionKind::List(items) => items,
        ExpressionKind::Word(_) => std::slice::from_ref(value),
        ExpressionKind::String(_)
        | ExpressionKind::Number(_)
        | ExpressionKind::Call(_)
        | ExpressionKind::Object(_) => &[],
    };
    if items.is_empty() {
        problems.push(
            Diagnostic::error(
                "empty-field-list",
                value.span,
                format!("The relation has no key: `{parameter}` names no fields."),
            )
            .help(format!("write `{parameter}: [field]`")),
        );
        return None;
    }
    let mut fields = Vec::with_capacity(items.len());
    let mut seen = BTreeSet::new();
    for item in items {
        let field = key_field(context, parameter, item, model, problems)?;
        let is_repeated =
            if items.len() <= FEW { fields.contains(&field) } else { !seen.insert(field) };
        if is_repeated {
            problems.push(
                Diagnostic::error(
                    "duplicate-key-field",
                    item.span,
                    format!("The relation has no key: `{parameter}` names a field twice."),
                )
                .help("remove one of the two"),
            );
            return None;
        }
        fields.push(field);
    }
    Some(fields)
}

fn key_field(
    context: &Context<'_>,
    parameter: &str,
    item: &Expression<'_>,
    model: &ModelDraft<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Option<FieldId> {
    let Some(name) = item.as_word() else {
        let text = item.as_string().unwrap_or("field");
        problems.push(
            Diagnostic::error(
                "expected-field",
                item.span,
                format!("The relation has no key: `{parameter}` takes field names."),
            )
            .help(format!("write `{}`", context.corrected(item.span, text))),
        );
        return None;
    };
    let Some(id) = model.named(name) else {
        if model.block.broken {
            return None;
        }
        let columns = model.fields.iter().filter(|each| matches!(each.kind, DraftKind::Scalar(_)));
        let near = context.catalogue.guesses.nearest(name, columns.map(FieldDraft::name));
        let problem = Diagnostic::error(
            "unknown-field",
            item.span,
            format!("The relation has no key: `{}` has no field `{name}`.", model.name()),
        );
        problems.push(match near {
            Some(near) => {
                problem.help(format!("did you mean `{}`?", context.corrected(item.span, near)))
            }
            None => {
                problem.help(format!("add the field to `{}`, such as `{name} Int`", model.name()))
            }
        });
        return None;
    };
    if let DraftKind::Relation(_) = &model.field(id).kind {
        problems.push(
            Diagnostic::error(
                "relation-in-key",
                item.span,
                format!("The relation has no key: `{name}` is itself a relation and no column."),
            )
            .help(format!("name a scalar field of `{}`", model.name())),
        );
        return None;
    }
    Some(id)
}
