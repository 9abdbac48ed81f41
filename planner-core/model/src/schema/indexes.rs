//! Keys, unique criteria and indexes of a model, from fields and from the block. Whether a
//! database can carry an index out beyond what the language says is for the lowering.

use super::arguments::Arguments;
use super::attributes::{BLOCK_ID, BLOCK_INDEX, BLOCK_UNIQUE, ID, Parameters, UNIQUE};
use super::context::{Context, choices, listed};
use super::drafts::{DraftKind, ModelDraft};
use super::guesses::nearest;
use super::model::{Arity, Enum, FieldId, Index, IndexField, IndexKind, IndexMethod, SortOrder};
use super::{client_names, index_fields, index_methods, predicates};
use crate::diagnostic::Diagnostic;
use crate::provider::Provider;
use crate::source::Span;
use crate::syntax::document::Attribute;
use compact_str::CompactString;

/// The access methods by the words of `type:`.
pub(super) const METHODS: [(&str, IndexMethod); 6] = [
    ("BTree", IndexMethod::BTree),
    ("Hash", IndexMethod::Hash),
    ("Gin", IndexMethod::Gin),
    ("Gist", IndexMethod::Gist),
    ("SpGist", IndexMethod::SpGist),
    ("Brin", IndexMethod::Brin),
];

/// Reads the primary key and the indexes of a drafted model into it.
pub(super) fn build(
    context: &Context<'_>,
    draft: &mut ModelDraft<'_>,
    enums: &[Enum],
    problems: &mut Vec<Diagnostic>,
) {
    let mut keys: Vec<Index> = Vec::with_capacity(1);
    let unique = draft.fields.iter().filter(|field| field.unique.is_some()).count();
    let mut indexes: Vec<Index> = Vec::with_capacity(unique + draft.criteria.len());
    for (position, field) in draft.fields.iter().enumerate() {
        let id = FieldId(position);
        if let Some(attribute) = field.id {
            keys.push(field_key(context, draft, id, attribute, problems));
        }
        if let Some(attribute) = field.unique {
            indexes.push(field_unique(context, draft, id, attribute, enums, problems));
        }
    }
    for attribute in &draft.criteria {
        let parsed = match attribute.name.text {
            "id" => block_index(context, draft, attribute, BLOCK_ID, enums, problems),
            "unique" => block_index(context, draft, attribute, BLOCK_UNIQUE, enums, problems),
            _ => block_index(context, draft, attribute, BLOCK_INDEX, enums, problems),
        };
        match parsed {
            Some(index) if index.kind == IndexKind::PrimaryKey => keys.push(index),
            Some(index) => indexes.push(index),
            None => {}
        }
    }
    check_single_key(draft, &keys, problems);
    client_names::check(draft, keys.iter().chain(&indexes), problems);
    draft.primary_key = keys.into_iter().next();
    draft.indexes = indexes;
}

fn plain(kind: IndexKind, field: FieldId, span: Span) -> Index {
    Index {
        kind,
        fields: vec![IndexField { field, sort: SortOrder::Ascending, operator_class: None }],
        database_name: None,
        client_name: None,
        method: IndexMethod::BTree,
        predicate: None,
        span,
    }
}

fn field_key(
    context: &Context<'_>,
    draft: &ModelDraft<'_>,
    field: FieldId,
    attribute: &Attribute<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Index {
    let arguments = Arguments::read(ID, attribute, context, problems);
    let mut index = plain(IndexKind::PrimaryKey, field, attribute.span);
    index.database_name = key_name(context, &arguments, problems);
    check_required(draft, field, "@id", attribute.span, problems);
    index
}

/// `map:` of a primary key, which SQLite has no name for.
fn key_name(
    context: &Context<'_>,
    arguments: &Arguments<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Option<CompactString> {
    let (name, span) = arguments.constraint_name(context, "map", problems)?;
    if context.provider() == Some(Provider::Sqlite) {
        problems.push(
            Diagnostic::error(
                "primary-key-name-on-sqlite",
                span,
                "This name has no effect: primary keys have none on SQLite.",
            )
            .help("remove `map`"),
        );
    }
    Some(name.into())
}

fn check_required(
    draft: &ModelDraft<'_>,
    field: FieldId,
    attribute: &str,
    span: Span,
    problems: &mut Vec<Diagnostic>,
) {
    let drafted = draft.field(field);
    if drafted.arity == Arity::Required || matches!(drafted.kind, DraftKind::Broken) {
        return;
    }
    let what = if drafted.arity == Arity::List { "a list" } else { "optional" };
    problems.push(
        Diagnostic::error(
            "id-not-required",
            span,
            format!("`{}` cannot be part of an `{attribute}`: it is {what}.", drafted.name()),
        )
        .label(drafted.syntax.field_type.span, "its type is here")
        .help("a primary key is always given: make the field required"),
    );
}

fn field_unique(
    context: &Context<'_>,
    draft: &ModelDraft<'_>,
    field: FieldId,
    attribute: &Attribute<'_>,
    enums: &[Enum],
    problems: &mut Vec<Diagnostic>,
) -> Index {
    let arguments = Arguments::read(UNIQUE, attribute, context, problems);
    let mut index = plain(IndexKind::Unique, field, attribute.span);
    let map = arguments.constraint_name(context, "map", problems);
    index.database_name = map.map(|(name, _)| name.into());
    if let Some(value) = arguments.get("sort") {
        let sort = index_fields::sort(context, value, problems).unwrap_or_default();
        for each in &mut index.fields {
            each.sort = sort;
        }
    }
    if let Some(value) = arguments.get("where") {
        let predicate = predicates::read(context, draft, value, enums, problems);
        index.predicate = predicate.map(Box::new);
    }
    index_methods::check(context, draft, &index, problems);
    index
}

fn block_index(
    context: &Context<'_>,
    draft: &ModelDraft<'_>,
    attribute: &Attribute<'_>,
    parameters: Parameters,
    enums: &[Enum],
    problems: &mut Vec<Diagnostic>,
) -> Option<Index> {
    let arguments = Arguments::read(parameters, attribute, context, problems);
    let Some(value) = arguments.get("fields") else {
        problems.push(
            Diagnostic::error(
                "missing-argument",
                attribute.span,
                format!("`{}` has no effect: it lists no fields.", parameters.of),
            )
            .help(format!("write `{}([field, otherField])`", parameters.of)),
        );
        return None;
    };
    let fields = index_fields::read(context, draft, attribute, value, problems);
    let kind = match attribute.name.text {
        "id" => IndexKind::PrimaryKey,
        "unique" => IndexKind::Unique,
        _ => IndexKind::Normal,
    };
    let (database_name, client_name) = names(context, &arguments, kind, problems);
    let method = arguments
        .get("type")
        .and_then(|value| method(context, value, problems))
        .unwrap_or_default();
    let predicate = arguments
        .get("where")
        .and_then(|value| predicates::read(context, draft, value, enums, problems))
        .map(Box::new);
    let mut fields = fields?;
    check_operator_classes(draft, kind, &mut fields, attribute, problems);
    if kind == IndexKind::PrimaryKey {
        for each in &fields {
            check_required(draft, each.field, "@@id", attribute.span, problems);
        }
    }
    if kind == IndexKind::PrimaryKey && index_fields::has_sort(value) {
        problems.push(
            Diagnostic::error(
                "sort-not-possible",
                attribute.span,
                "The order has no effect: a primary key has none.",
            )
            .help("remove `sort`"),
        );
    }
    let index =
        Index { kind, fields, database_name, client_name, method, predicate, span: attribute.span };
    check_fields(context, draft, &index, problems);
    Some(index)
}

/// Only a plain index has operator classes: on a unique criterion they are an error, and what a
/// primary key says of them is read over.
fn check_operator_classes(
    draft: &ModelDraft<'_>,
    kind: IndexKind,
    fields: &mut [IndexField],
    attribute: &Attribute<'_>,
    problems: &mut Vec<Diagnostic>,
) {
    if kind == IndexKind::Normal || fields.iter().all(|each| each.operator_class.is_none()) {
        return;
    }
    let message = "This operator class has no effect: only `@@index` has them.";
    let (id, help) = ("operator-class-on-key", "remove `ops`, or write `@@index` beside it");
    problems.push(if kind == IndexKind::Unique {
        Diagnostic::error(id, attribute.span, message).help(help)
    } else {
        Diagnostic::warning(id, attribute.span, message).help(help)
    });
    for each in fields {
        if kind == IndexKind::PrimaryKey {
            index_methods::check_known(draft, attribute.span, each, problems);
        }
        each.operator_class = None;
    }
}

/// `map:` and `name:`; on `@@index` an old `name:` is the name in the database.
fn names(
    context: &Context<'_>,
    arguments: &Arguments<'_>,
    kind: IndexKind,
    problems: &mut Vec<Diagnostic>,
) -> (Option<CompactString>, Option<Box<str>>) {
    let map = match kind {
        IndexKind::PrimaryKey => key_name(context, arguments, problems),
        IndexKind::Unique | IndexKind::Normal => {
            arguments.constraint_name(context, "map", problems).map(|(name, _)| name.into())
        }
    };
    if kind != IndexKind::Normal {
        if let Some(value) = arguments.get("name").filter(|it| it.as_string() == Some("")) {
            problems.push(
                Diagnostic::error(
                    "empty-client-name",
                    value.span,
                    "The client has no name for this criterion: `name` is empty.",
                )
                .help("write a name, or remove `name`"),
            );
            return (map, None);
        }
        let name = arguments.database_name("name", problems);
        if let Some((name, span)) = &name {
            client_names::check_characters(context, name, *span, problems);
        }
        return (map, name.map(|(name, _)| name.into()));
    }
    let name = arguments.constraint_name(context, "name", problems);
    if let (Some(_), Some((_, span))) = (&map, &name) {
        problems.push(
            Diagnostic::error(
                "index-named-twice",
                *span,
                "The index cannot be named: `name` and `map` both do so.",
            )
            .help("keep `map` alone; on an index `name` is its old spelling"),
        );
    }
    (map.or(name.map(|(name, _)| name.into())), None)
}

fn method(
    context: &Context<'_>,
    value: &crate::syntax::document::Expression,
    problems: &mut Vec<Diagnostic>,
) -> Option<IndexMethod> {
    let word = value.as_word().or_else(|| value.as_string()).unwrap_or_default();
    let names = METHODS.iter().map(|(name, _)| *name);
    let found = METHODS.iter().find(|(name, _)| value.as_word() == Some(*name));
    let Some((_, method)) = found else {
        let problem = Diagnostic::error(
            "unknown-index-type",
            value.span,
            "The index cannot be made: this type of index is not known.",
        );
        problems.push(match nearest(word, names.clone()) {
            Some(near) => problem.help(format!("write `{}`", context.corrected(value.span, near))),
            None => problem.help(choices("the", "type", "types", names)),
        });
        return None;
    };
    if context.provider() == Some(Provider::Sqlite) && *method != IndexMethod::BTree {
        problems.push(
            Diagnostic::error(
                "postgresql-only",
                value.span,
                format!("This index cannot be made: SQLite has no {word} indexes."),
            )
            .help("remove `type`"),
        );
    }
    Some(*method)
}

fn check_fields(
    context: &Context<'_>,
    draft: &ModelDraft<'_>,
    index: &Index,
    problems: &mut Vec<Diagnostic>,
) {
    let descending = index.fields.iter().any(|each| each.sort == SortOrder::Descending);
    if descending && index.method == IndexMethod::Hash {
        problems.push(
            Diagnostic::error(
                "sort-not-possible",
                index.span,
                "The order has no effect: a hash index has none.",
            )
            .help("remove `sort`"),
        );
    }
    index_methods::check(context, draft, index, problems);
}

fn check_single_key(draft: &ModelDraft<'_>, keys: &[Index], problems: &mut Vec<Diagnostic>) {
    let Some((first, rest)) = keys.split_first() else { return };
    if rest.is_empty() {
        return;
    }
    let names = keys.iter().flat_map(|key| &key.fields).map(|each| draft.field(each.field).name());
    let names = listed(names);
    for other in rest {
        problems.push(
            Diagnostic::error(
                "second-id",
                other.span,
                format!("`{}` cannot have two primary keys.", draft.name()),
            )
            .label(first.span, "the first one is here")
            .help(format!("for one key over several fields, write `@@id([{names}])` instead")),
        );
    }
}
