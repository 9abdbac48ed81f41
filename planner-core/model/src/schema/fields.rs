//! One field: its type and its attributes. Keys and relations are only noted here; they need
//! the whole model, or the other one.

use super::arguments::Arguments;
use super::attributes::{self, FIELD_IGNORE, FIELD_MAP, UPDATED_AT};
use super::catalogue::{Named, scalar_named};
use super::context::Context;
use super::drafts::{DraftKind, FieldDraft, RelationDraft};
use super::enums::{Seen, is_repeated, required_name, unknown_attribute};
use super::model::{Arity, Enum, FieldType, Scalar, ScalarField};
use super::{defaults, native_types};
use crate::diagnostic::Diagnostic;
use crate::provider::Provider;
use crate::syntax::document::{Attribute, Block, Field, Remarks, TypeArity};

/// Behind this many problems types are no longer compared with all names, which takes its time
/// in a large schema and helps nobody any more.
const SUGGESTED: usize = 200;

/// Says that a field of that name was declared before.
pub(super) fn duplicate(
    block: &Block<'_>,
    field: &Field<'_>,
    first: Option<&FieldDraft<'_>>,
) -> Diagnostic {
    let name = &field.name;
    let problem = Diagnostic::error(
        "duplicate-field",
        name.span,
        format!("`{}` cannot be used: it has the field `{}` twice.", block.name.text, name.text),
    );
    let problem = match first {
        Some(first) => problem.label(first.syntax.name.span, "declared here first"),
        None => problem,
    };
    problem.help("rename or remove one of the two")
}

/// Reads a field.
pub(super) fn draft<'a>(
    context: &Context<'_>,
    block: &Block<'_>,
    field: &'a Field<'a>,
    remarks: Option<&'a Remarks<'a>>,
    enums: &[Enum],
    problems: &mut Vec<Diagnostic>,
) -> FieldDraft<'a> {
    let arity = match field.arity {
        TypeArity::Required => Arity::Required,
        TypeArity::Optional => Arity::Optional,
        TypeArity::List => Arity::List,
    };
    let mut draft = FieldDraft {
        syntax: field,
        database_name: field.name.text,
        arity,
        ignored: false,
        remarks,
        kind: resolve(context, field, problems),
        id: None,
        unique: None,
    };
    let is_column = matches!(draft.kind, DraftKind::Scalar(_));
    if is_column && arity == Arity::List && context.provider() == Some(Provider::Sqlite) {
        problems.push(
            Diagnostic::error(
                "list-on-sqlite",
                field.field_type.span,
                format!("`{}` cannot be a column: SQLite has no lists.", field.name.text),
            )
            .help("use a model with a relation, or a field of type Json"),
        );
    }
    let mut seen = Seen::new();
    let mut native = None;
    for attribute in field.attributes {
        if attribute.name.text.contains('.') {
            native_attribute(context, block, attribute, &mut native, &mut draft, problems);
        } else if !is_repeated(attribute, &mut seen, problems) {
            field_attribute(context, attribute, enums, &mut draft, problems);
        }
    }
    draft
}

fn resolve<'a>(
    context: &Context<'_>,
    field: &Field<'_>,
    problems: &mut Vec<Diagnostic>,
) -> DraftKind<'a> {
    let written = &field.field_type;
    let scalar = |field_type| {
        DraftKind::Scalar(ScalarField {
            field_type,
            native_type: None,
            default: None,
            updated_at: false,
        })
    };
    if field.unsupported {
        return scalar(FieldType::Unsupported(Box::new(written.text.into())));
    }
    if let Some(found) = scalar_named(written.text) {
        return scalar(FieldType::Scalar(found));
    }
    match context.catalogue.find(written.text) {
        Some(Named::Enum(id)) => scalar(FieldType::Enum(id)),
        Some(Named::Model(target)) => {
            DraftKind::Relation(RelationDraft { target, attribute: None, relation: None })
        }
        Some(Named::Composite) => DraftKind::Broken,
        None => {
            problems.push(unknown_type(context, field, problems.len() < SUGGESTED));
            DraftKind::Broken
        }
    }
}

fn unknown_type(context: &Context<'_>, field: &Field<'_>, suggest: bool) -> Diagnostic {
    let written = &field.field_type;
    let problem = Diagnostic::error(
        "unknown-type",
        written.span,
        format!(
            "`{}` cannot be a column: the type `{}` is not known.",
            field.name.text, written.text
        ),
    );
    if written.text.eq_ignore_ascii_case("unsupported") {
        let line = context.corrected(written.span, "Unsupported");
        return problem.help(format!("did you mean `{line}`?"));
    }
    let near = if suggest { context.catalogue.nearest_type(written.text) } else { None };
    if let Some(near) = near {
        return problem.help(format!("did you mean `{}`?", context.corrected(written.span, near)));
    }
    let unsupported = format!("Unsupported(\"{}\")", written.text.to_ascii_lowercase());
    problem.help(format!(
        "declare a model or an enum of this name; for a type of the database, write `{}`",
        context.corrected(written.span, &unsupported)
    ))
}

fn native_attribute(
    context: &Context<'_>,
    block: &Block<'_>,
    attribute: &Attribute<'_>,
    first: &mut Option<crate::source::Span>,
    draft: &mut FieldDraft<'_>,
    problems: &mut Vec<Diagnostic>,
) {
    if let Some(first) = *first {
        problems.push(
            Diagnostic::error(
                "duplicate-native-type",
                attribute.span,
                format!("`{}` cannot be a column: it has two native types.", draft.name()),
            )
            .label(first, "the first one is here")
            .help("keep one of them"),
        );
        return;
    }
    *first = Some(attribute.span);
    match &mut draft.kind {
        DraftKind::Scalar(scalar) => {
            let native = native_types::read(context, attribute, scalar, problems);
            scalar.native_type = native.map(Box::new);
        }
        DraftKind::Relation(_) => problems.push(
            Diagnostic::error(
                "native-type-on-relation",
                attribute.span,
                format!(
                    "This attribute has no effect: `{}.{}` is a relation and no column.",
                    block.name.text,
                    draft.name()
                ),
            )
            .help("put it on the scalar fields that hold the key"),
        ),
        DraftKind::Broken => {}
    }
}

fn field_attribute<'a>(
    context: &Context<'_>,
    attribute: &'a Attribute<'a>,
    enums: &[Enum],
    draft: &mut FieldDraft<'a>,
    problems: &mut Vec<Diagnostic>,
) {
    let name = attribute.name.text;
    if matches!(draft.kind, DraftKind::Relation(_))
        && matches!(name, "id" | "unique" | "default" | "map" | "updatedAt")
    {
        problems.push(column_attribute_on_relation(attribute, draft));
        return;
    }
    match name {
        "id" => draft.id = Some(attribute),
        "unique" => draft.unique = Some(attribute),
        "default" => {
            let arity = draft.arity;
            if let DraftKind::Scalar(scalar) = &mut draft.kind {
                let field = &draft.syntax.name.text;
                let default =
                    defaults::read(context, attribute, field, scalar, arity, enums, problems);
                scalar.default = default.map(Box::new);
            }
        }
        "map" => {
            let arguments = Arguments::read(FIELD_MAP, attribute, context, problems);
            if let Some(name) = required_name(&arguments, "name", attribute, problems) {
                draft.database_name = name;
            }
        }
        "updatedAt" => {
            Arguments::read(UPDATED_AT, attribute, context, problems);
            updated_at(context, attribute, draft, problems);
        }
        "ignore" => {
            Arguments::read(FIELD_IGNORE, attribute, context, problems);
            draft.ignored = true;
            if draft.syntax.unsupported {
                problems.push(
                    Diagnostic::error(
                        "already-ignored",
                        attribute.span,
                        "This attribute has no effect: clients ignore an unsupported type anyway.",
                    )
                    .help("remove it"),
                );
            }
        }
        "relation" => match &mut draft.kind {
            DraftKind::Relation(relation) => relation.attribute = Some(attribute),
            DraftKind::Scalar(_) => problems.push(
                Diagnostic::error(
                    "relation-on-scalar",
                    attribute.span,
                    format!(
                        "This attribute has no effect: `{}` is of type `{}`, which is no model.",
                        draft.name(),
                        draft.syntax.field_type.text
                    ),
                )
                .help("put it on a field whose type is the model referred to"),
            ),
            DraftKind::Broken => {}
        },
        _ => {
            problems.push(unknown_attribute(context, attribute, "@", "a field", &attributes::FIELD))
        }
    }
}

fn updated_at(
    context: &Context<'_>,
    attribute: &Attribute<'_>,
    draft: &mut FieldDraft<'_>,
    problems: &mut Vec<Diagnostic>,
) {
    let name = draft.name();
    let arity = draft.arity;
    let DraftKind::Scalar(scalar) = &mut draft.kind else { return };
    scalar.updated_at = true;
    if scalar.field_type != FieldType::Scalar(Scalar::DateTime) {
        let span = draft.syntax.field_type.span;
        problems.push(
            Diagnostic::error(
                "updated-at-type",
                attribute.span,
                format!("`{name}` cannot hold a time of change: its type is not DateTime."),
            )
            .help(format!("write `{}`", context.corrected(span, "DateTime"))),
        );
    } else if arity == Arity::List {
        problems.push(
            Diagnostic::error(
                "updated-at-type",
                attribute.span,
                format!("`{name}` cannot hold a time of change: it is a list."),
            )
            .help("remove `[]` or the attribute"),
        );
    }
}

fn column_attribute_on_relation(attribute: &Attribute<'_>, draft: &FieldDraft<'_>) -> Diagnostic {
    let name = &attribute.name.text;
    let problem = Diagnostic::error(
        "column-attribute-on-relation",
        attribute.span,
        format!("`@{name}` has no effect: `{}` is a relation and no column.", draft.name()),
    );
    problem.help("put it on the scalar field that holds the key")
}
