//! `model` and `view` blocks: their fields, their block attributes, and what every model must
//! have. Relations are read once all models are drafted.

use super::arguments::Arguments;
use super::attributes::{self, MODEL_IGNORE, MODEL_MAP};
use super::context::Context;
use super::drafts::{DraftKind, ModelDraft};
use super::enums::{
    Seen, block_schema, check_schema, is_repeated, required_name, unknown_attribute,
};
use super::model::{Arity, Enum, FieldId, FieldType, Index, IndexKind, ModelKind, SortOrder};
use super::{database_names, defaults, fields, indexes};
use crate::diagnostic::Diagnostic;
use crate::ordered;
use crate::syntax::document::{Attribute, Block, EntryKind, Keyword};

/// Reads all models, all but their relations. Each is read to its end before the next one, while it
/// is at hand: in a large schema, going through all of them once more costs as much as the reading.
pub(super) fn draft<'a>(
    context: &Context<'a>,
    enums: &[Enum],
    problems: &mut Vec<Diagnostic>,
) -> Vec<ModelDraft<'a>> {
    let blocks = context.catalogue.models.iter();
    let drafts = blocks.map(|block| {
        let mut draft = model(context, block, enums, problems);
        indexes::build(context, &mut draft, enums, problems);
        defaults::check_autoincrement(context, &draft, problems);
        database_names::check_columns(context, &draft, problems);
        match draft.kind {
            ModelKind::Table => check_criterion(&draft, problems),
            ModelKind::View => check_view(context, &draft, problems),
        }
        draft
    });
    drafts.collect()
}

fn model<'a>(
    context: &Context<'a>,
    block: &'a Block<'a>,
    enums: &[Enum],
    problems: &mut Vec<Diagnostic>,
) -> ModelDraft<'a> {
    let kind = if block.keyword == Keyword::View { ModelKind::View } else { ModelKind::Table };
    let mut draft = ModelDraft::new(block, kind);
    let mut seen = Seen::new();
    for entry in block.entries {
        match &entry.kind {
            EntryKind::Field(field) => {
                if let Some(first) = draft.named(field.name.text) {
                    problems.push(fields::duplicate(block, field, Some(draft.field(first))));
                    continue;
                }
                let each = fields::draft(context, block, field, entry.remarks, enums, problems);
                if matches!(each.kind, DraftKind::Relation(_)) {
                    draft.relations.push(FieldId(draft.fields.len()));
                }
                draft.push(each);
            }
            EntryKind::Attribute(attribute) => {
                block_attribute(context, attribute, &mut draft, &mut seen, problems);
            }
            EntryKind::Blank
            | EntryKind::Comment(_)
            | EntryKind::Value(_)
            | EntryKind::Setting(_)
            | EntryKind::Broken => {}
        }
    }
    if draft.fields.is_empty() && !block.broken {
        let name = &block.name;
        problems.push(match kind {
            ModelKind::Table => Diagnostic::error(
                "empty-model",
                name.span,
                format!("`{}` cannot be a table: it has no fields.", name.text),
            )
            .help("add a field, such as `id Int @id @default(autoincrement())`"),
            ModelKind::View => Diagnostic::warning(
                "empty-view",
                name.span,
                format!("Nothing can be read from `{}`: it has no fields.", name.text),
            )
            .help("add the columns of the view as fields, or remove it"),
        });
    }
    if draft.ignored {
        check_ignored_fields(&draft, problems);
    }
    check_schema(context, block, &seen, problems);
    // The canonical order, so that formatting a schema changes nothing that is made from it.
    ordered::sort_by_key(&mut draft.criteria, |attribute| match attribute.name.text {
        "id" => 0,
        "unique" => 1,
        _ => 2,
    });
    draft
}

/// A field of an ignored model is ignored already.
fn check_ignored_fields(draft: &ModelDraft<'_>, problems: &mut Vec<Diagnostic>) {
    let columns = draft.fields.iter().filter(|field| !matches!(field.kind, DraftKind::Relation(_)));
    for field in columns.filter(|field| field.ignored) {
        let ignore = field.syntax.attributes.iter().find(|each| each.name.text == "ignore");
        problems.push(
            Diagnostic::error(
                "already-ignored",
                ignore.map_or(field.syntax.name.span, |each| each.span),
                format!(
                    "This attribute has no effect: all of `{}` is ignored already.",
                    draft.name()
                ),
            )
            .help("remove it, or `@@ignore` from the block"),
        );
    }
}

fn block_attribute<'a>(
    context: &Context<'_>,
    attribute: &'a Attribute<'a>,
    draft: &mut ModelDraft<'a>,
    seen: &mut Seen<'a>,
    problems: &mut Vec<Diagnostic>,
) {
    let name = attribute.name.text;
    if matches!(name, "unique" | "index") {
        draft.criteria.push(attribute);
        return;
    }
    if is_repeated(attribute, seen, problems) {
        return;
    }
    match name {
        "id" => draft.criteria.push(attribute),
        "map" => {
            let arguments = Arguments::read(MODEL_MAP, attribute, context, problems);
            if let Some(name) = required_name(&arguments, "name", attribute, problems) {
                draft.database_name = name;
            }
        }
        "schema" => draft.schema = block_schema(context, attribute, problems),
        "ignore" => {
            Arguments::read(MODEL_IGNORE, attribute, context, problems);
            draft.ignored = true;
        }
        "fulltext" => problems.push(
            Diagnostic::error(
                "fulltext-index",
                attribute.span,
                "This attribute has no effect: full-text indexes exist for MySQL and MongoDB only.",
            )
            .help("on PostgreSQL, use `@@index([…], type: Gin)` on a tsvector column"),
        ),
        _ => problems.push(unknown_attribute(
            context,
            attribute,
            "@@",
            "a model",
            &attributes::MODEL,
        )),
    }
}

/// A table needs a criterion by which a row is found.
fn check_criterion(draft: &ModelDraft<'_>, problems: &mut Vec<Diagnostic>) {
    if draft.ignored || draft.block.broken || draft.fields.is_empty() {
        return;
    }
    let is_criterion = |index: &Index| {
        index.kind != IndexKind::Normal
            && index.fields.iter().all(|each| {
                let field = draft.field(each.field);
                let unsupported = draft
                    .scalar(each.field)
                    .is_some_and(|scalar| matches!(scalar.field_type, FieldType::Unsupported(_)));
                field.arity == Arity::Required && !unsupported
            })
    };
    // A key that could not be read was reported already.
    let with_id = draft.fields.iter().any(|field| field.id.is_some())
        || draft.criteria.iter().any(|each| each.name.text == "id");
    let is_required = |key: &Index| {
        key.fields.iter().all(|each| draft.field(each.field).arity == Arity::Required)
    };
    let attempted = with_id && !draft.primary_key.as_ref().is_some_and(is_required);
    let read = draft.primary_key.iter().chain(&draft.indexes);
    let attempts = draft.criteria.iter().filter(|each| each.name.text == "unique").count()
        + draft.fields.iter().filter(|field| field.unique.is_some()).count();
    let uniques = draft.indexes.iter().filter(|each| each.kind == IndexKind::Unique).count();
    if attempted || attempts > uniques || read.into_iter().any(is_criterion) {
        return;
    }
    let name = draft.name();
    problems.push(
        Diagnostic::error(
            "missing-unique-criterion",
            draft.block.name.span,
            format!(
                "Rows of `{name}` cannot be told apart: it has no id and no required unique field."
            ),
        )
        .help(
            "mark a required field with `@id` or `@unique`, or add `@@id([…])` or `@@unique([…])`",
        ),
    );
}

/// Views have no keys and no indexes of their own; earlier versions wrote them all the same.
fn check_view(context: &Context<'_>, draft: &ModelDraft<'_>, problems: &mut Vec<Diagnostic>) {
    if !context.features.has("views") {
        problems.push(
            Diagnostic::error(
                "preview-feature-off",
                draft.block.name.span,
                format!("`{}` cannot be used: the preview feature of views is off.", draft.name()),
            )
            .help("add `previewFeatures = [\"views\"]` to a generator"),
        );
    }
    for index in &draft.indexes {
        let sorted = index.fields.iter().any(|each| each.sort == SortOrder::Descending);
        if index.kind == IndexKind::Unique && (sorted || index.database_name.is_some()) {
            problems.push(
                Diagnostic::warning(
                    "index-on-view",
                    index.span,
                    format!(
                        "Its name and order have no effect: `{}` is a view, and no index is made.",
                        draft.name()
                    ),
                )
                .help("remove `map` and `sort`; Prisma 6 and later refuse them here"),
            );
        }
    }
    let indexes = draft.indexes.iter().filter(|each| each.kind == IndexKind::Normal);
    for index in draft.primary_key.iter().chain(indexes) {
        problems.push(
            Diagnostic::warning(
                "index-on-view",
                index.span,
                format!(
                    "This has no effect: `{}` is a view, which has no keys or indexes.",
                    draft.name()
                ),
            )
            .help(
                "remove it, or use `@unique` where the client needs a criterion; Prisma 6 and later \
                 refuse it here",
            ),
        );
    }
}
