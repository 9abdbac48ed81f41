//! A relation that one side holds the key of: `fields` and `references` fit each other, what is
//! referred to is unique, and both ends agree on what may be missing.

use super::context::{Context, listed, quoted};
use super::drafts::ModelDraft;
use super::model::{
    Arity, FieldId, ForeignKeyRelation, Index, IndexKind, RelationKind, RelationMode,
};
use super::referential_actions;
use super::relations::{Drafts, End};
use crate::diagnostic::Diagnostic;
use crate::ordered;
use crate::source::Span;

/// Builds the relation whose key `owner` holds; `back` is the other end.
pub(super) fn build(
    context: &Context<'_>,
    drafts: Drafts<'_, '_>,
    owner: &End,
    back: &End,
    problems: &mut Vec<Diagnostic>,
) -> Option<RelationKind> {
    let before = problems.len();
    check_back(drafts, owner, back, problems);
    if owner.key.broken {
        return None;
    }
    let (Some((fields, fields_span)), Some((references, references_span))) =
        (&owner.key.fields, &owner.key.references)
    else {
        let is_named = owner.key.fields.is_some() || owner.key.references.is_some();
        if !is_named && problems.len() > before {
            // The other side names the key, which was reported.
            return None;
        }
        problems.push(match (&owner.key.fields, &owner.key.references) {
            (Some((_, span)), None) => half_key(drafts, owner, *span, "references"),
            (None, Some((_, span))) => half_key(drafts, owner, *span, "fields"),
            _ => missing_key(drafts, owner, back),
        });
        return None;
    };
    let model = drafts.model(owner.model);
    let target = drafts.model(owner.target);
    let field = drafts.field(owner);
    if fields.len() == references.len() {
        check_types(model, target, fields, references, problems);
    } else {
        problems.push(
            Diagnostic::error(
                "key-lengths-differ",
                *fields_span,
                format!(
                    "The relation `{}` has no key: `fields` names {} and `references` {}.",
                    field.name(),
                    fields.len(),
                    references.len()
                ),
            )
            .label(*references_span, "`references` is here")
            .help("name as many fields on both sides, in the same order"),
        );
    }
    match unique_over(target, references) {
        None if target.block.broken => {}
        None => problems.push(not_unique(target, references, *references_span)),
        Some(Index { predicate: Some(_), span, .. }) => problems.push(
            Diagnostic::unplannable(
                "references-partial-unique",
                *references_span,
                "The database refuses this key: what it refers to is unique for some rows only.",
            )
            .label(*span, "the unique criterion with `where` is here")
            .help("refer to the id, or remove `where`"),
        ),
        Some(_) => {}
    }
    if drafts.field(back).arity != Arity::List {
        check_one_to_one(drafts, owner, back, fields, problems);
    }
    check_required(model, owner, fields, problems);
    let required: Vec<&str> = fields
        .iter()
        .map(|id| model.field(*id))
        .filter(|field| field.arity == Arity::Required)
        .map(|field| field.name())
        .collect();
    referential_actions::check_set_null(context, owner.key.on_delete, &required, problems);
    referential_actions::check_set_null(context, owner.key.on_update, &required, problems);
    if context.relation_mode == RelationMode::Prisma {
        check_indexed(model, owner, fields, problems);
    }
    let refused = problems.get(before..).is_some_and(|new| {
        new.iter().any(|each| each.severity == crate::diagnostic::Severity::Error)
    });
    if refused {
        return None;
    }
    Some(RelationKind::ForeignKey(ForeignKeyRelation {
        model: owner.model,
        field: owner.field,
        fields: fields.clone(),
        referenced_model: owner.target,
        referenced_fields: references.clone(),
        back_field: Some(back.field),
        on_delete: owner.key.on_delete.map(|(action, _)| action),
        on_update: owner.key.on_update.map(|(action, _)| action),
        database_name: owner.key.database_name.clone(),
        required: field.arity == Arity::Required,
        span: relation_span(drafts, owner),
    }))
}

/// The place of `@relation`, else of the field.
fn relation_span(drafts: Drafts<'_, '_>, end: &End) -> Span {
    let field = drafts.field(end);
    match &field.kind {
        super::drafts::DraftKind::Relation(relation) => {
            relation.attribute.map_or(field.syntax.name.span, |attribute| attribute.span)
        }
        super::drafts::DraftKind::Scalar(_) | super::drafts::DraftKind::Broken => {
            field.syntax.name.span
        }
    }
}

/// The side without the key says nothing of keys and actions.
fn check_back(drafts: Drafts<'_, '_>, owner: &End, back: &End, problems: &mut Vec<Diagnostic>) {
    let key = &back.key;
    let lists = [&key.fields, &key.references].into_iter().flatten().map(|(_, span)| *span);
    let actions = [key.on_delete, key.on_update].into_iter().flatten().map(|(_, span)| span);
    if let Some(span) = lists.chain(actions).next() {
        problems.push(
            Diagnostic::error(
                "key-on-back-side",
                span,
                format!(
                    "This has no effect: `{}.{}` holds the key of the relation.",
                    drafts.model(owner.model).name(),
                    drafts.field(owner).name()
                ),
            )
            .label(drafts.field(owner).syntax.name.span, "the side with the key is here")
            .help("move the arguments to that side"),
        );
    }
}

fn half_key(drafts: Drafts<'_, '_>, owner: &End, span: Span, missing: &str) -> Diagnostic {
    Diagnostic::error(
        "incomplete-key",
        span,
        format!(
            "The relation `{}` has no key: `{missing}` is missing.",
            drafts.field(owner).name()
        ),
    )
    .help("write both: `@relation(fields: [authorId], references: [id])`")
}

/// Says that no side of a relation names the key.
pub(super) fn missing_key(drafts: Drafts<'_, '_>, owner: &End, back: &End) -> Diagnostic {
    let (model, target, field) =
        (drafts.model(owner.model), drafts.model(owner.target), drafts.field(owner));
    let referred: Vec<&str> = match &target.primary_key {
        Some(key) => key.fields.iter().map(|each| target.field(each.field).name()).collect(),
        None => vec!["id"],
    };
    let own: Vec<String> = referred
        .iter()
        .map(|name| {
            let mut characters = name.chars();
            let first = characters.next().map(|first| first.to_ascii_uppercase().to_string());
            format!("{}{}{}", field.name(), first.unwrap_or_default(), characters.as_str())
        })
        .collect();
    let name = owner.key.name.as_ref().map(|name| format!("\"{name}\", ")).unwrap_or_default();
    let optional = if field.arity == Arity::Optional { "?" } else { "" };
    Diagnostic::error(
        "missing-key",
        field.syntax.name.span,
        format!("The relation `{}.{}` has no key: neither side names its fields.", model.name(), field.name()),
    )
    .label(drafts.field(back).syntax.name.span, "the other side is here")
    .help(format!(
        "write `{} {}{optional} @relation({name}fields: [{}], references: [{}])`, with the fields for the key in `{}`",
        field.name(),
        target.name(),
        listed(own.iter().map(String::as_str)),
        listed(referred),
        model.name()
    ))
}

fn check_types(
    model: &ModelDraft<'_>,
    target: &ModelDraft<'_>,
    fields: &[FieldId],
    references: &[FieldId],
    problems: &mut Vec<Diagnostic>,
) {
    for (own, referred) in fields.iter().zip(references) {
        let (Some(left), Some(right)) = (model.scalar(*own), target.scalar(*referred)) else {
            continue;
        };
        let (own, referred) = (model.field(*own), target.field(*referred));
        if left.field_type != right.field_type {
            problems.push(
                Diagnostic::error(
                    "key-types-differ",
                    own.syntax.field_type.span,
                    format!(
                        "`{}` cannot refer to `{}.{}`: their types differ.",
                        own.name(),
                        target.name(),
                        referred.name()
                    ),
                )
                .label(referred.syntax.field_type.span, "the type referred to is here")
                .help(format!(
                    "write `{} {}`",
                    own.name(),
                    referred.syntax.field_type.text
                )),
            );
        }
    }
}

/// The key or unique criterion over exactly these fields, in any order; a partial one only where
/// there is no other.
fn unique_over<'d>(model: &'d ModelDraft<'_>, fields: &[FieldId]) -> Option<&'d Index> {
    let mut wanted = fields.to_vec();
    ordered::sort(&mut wanted);
    let matches = |index: &&Index| {
        index.kind != IndexKind::Normal
            && index.fields.len() == fields.len()
            && index.fields.iter().all(|each| wanted.binary_search(&each.field).is_ok())
    };
    let found = model.primary_key.iter().chain(&model.indexes).filter(matches);
    found.min_by_key(|index| index.predicate.is_some())
}

/// Whether a key or unique criterion is over exactly these fields in this order.
fn is_unique_in_order(model: &ModelDraft<'_>, fields: &[FieldId]) -> bool {
    model.primary_key.iter().chain(&model.indexes).any(|index| {
        index.kind != IndexKind::Normal
            && index.fields.iter().map(|each| each.field).eq(fields.iter().copied())
    })
}

/// Whether the key of an end is unique on its own side.
pub(super) fn is_unique(model: &ModelDraft<'_>, end: &End) -> bool {
    end.key.fields.as_ref().is_some_and(|(fields, _)| unique_over(model, fields).is_some())
}

fn names<'d>(model: &ModelDraft<'d>, fields: &[FieldId]) -> Vec<&'d str> {
    fields.iter().map(|id| model.field(*id).name()).collect()
}

fn not_unique(target: &ModelDraft<'_>, references: &[FieldId], span: Span) -> Diagnostic {
    let (names, shown) = (listed(names(target, references)), quoted(names(target, references)));
    let problem = Diagnostic::error(
        "references-not-unique",
        span,
        format!("The relation is not to one row: `{}` is not unique by {shown}.", target.name()),
    )
    .label(target.block.name.span, "the model is here");
    if references.len() == 1 {
        return problem.help(format!("add `@unique` to `{}.{names}`", target.name()));
    }
    problem.help(format!("add `@@unique([{names}])` to `{}`", target.name()))
}

fn check_one_to_one(
    drafts: Drafts<'_, '_>,
    owner: &End,
    back: &End,
    fields: &[FieldId],
    problems: &mut Vec<Diagnostic>,
) {
    let (model, back_field) = (drafts.model(owner.model), drafts.field(back));
    if back_field.arity == Arity::Required {
        problems.push(
            Diagnostic::error(
                "required-back-side",
                back_field.syntax.field_type.span,
                format!(
                    "`{}.{}` cannot be required: no database makes sure that the other row exists.",
                    drafts.model(back.model).name(),
                    back_field.name()
                ),
            )
            .help(format!(
                "write `{} {}?`",
                back_field.name(),
                back_field.syntax.field_type.text
            )),
        );
    }
    if !is_unique_in_order(model, fields) && !model.block.broken {
        let (names, shown) = (listed(names(model, fields)), quoted(names(model, fields)));
        let problem = Diagnostic::error(
            "one-to-one-not-unique",
            drafts.field(owner).syntax.name.span,
            format!(
                "The relation is not one to one: several rows of `{}` can have the same {shown}.",
                model.name()
            ),
        )
        .label(back_field.syntax.name.span, "the other side is a single value");
        problems.push(if fields.len() == 1 {
            problem.help(format!("add `@unique` to `{names}`, or make the other side a list"))
        } else {
            problem.help(format!("add `@@unique([{names}])`, or make the other side a list"))
        });
    }
}

fn check_required(
    model: &ModelDraft<'_>,
    owner: &End,
    fields: &[FieldId],
    problems: &mut Vec<Diagnostic>,
) {
    let field = model.field(owner.field);
    let optional =
        fields.iter().map(|id| model.field(*id)).find(|each| each.arity == Arity::Optional);
    if let (Arity::Required, Some(optional)) = (field.arity, optional) {
        problems.push(
            Diagnostic::error(
                "required-relation-with-optional-key",
                field.syntax.field_type.span,
                format!(
                    "`{}` cannot be required: its key `{}` is optional.",
                    field.name(),
                    optional.name()
                ),
            )
            .label(optional.syntax.field_type.span, "the key is here")
            .help(format!(
                "write `{} {}?`, or make the key required",
                field.name(),
                field.syntax.field_type.text
            )),
        );
    }
}

/// Without foreign keys the client looks the rows up, and only an index of the schema helps.
fn check_indexed(
    model: &ModelDraft<'_>,
    owner: &End,
    fields: &[FieldId],
    problems: &mut Vec<Diagnostic>,
) {
    let leads = |index: &Index| {
        fields.len() <= index.fields.len()
            && index.fields.iter().take(fields.len()).all(|each| fields.contains(&each.field))
    };
    if !model.primary_key.iter().chain(&model.indexes).any(leads) {
        let (names, shown) = (listed(names(model, fields)), quoted(names(model, fields)));
        problems.push(
            Diagnostic::warning(
                "unindexed-relation",
                model.field(owner.field).syntax.name.span,
                format!(
                    "Following this relation reads whole tables: no index begins with {shown}."
                ),
            )
            .help(format!("add `@@index([{names}])`")),
        );
    }
}
