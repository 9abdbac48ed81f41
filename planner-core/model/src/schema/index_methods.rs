//! Access methods and operator classes of an index against the types of its fields. What a
//! class is for is told by [`super::operator_classes`].

use super::context::Context;
use super::drafts::ModelDraft;
use super::guesses::nearest;
use super::model::{Index, IndexField, IndexKind, IndexMethod, NativeType, OperatorClass};
use super::operator_classes::{self, Fit};
use crate::diagnostic::Diagnostic;
use crate::provider::Provider;
use crate::source::Span;

/// Checks the method and the classes of an index.
pub(super) fn check(
    context: &Context<'_>,
    draft: &ModelDraft<'_>,
    index: &Index,
    problems: &mut Vec<Diagnostic>,
) {
    match context.provider() {
        None => return,
        Some(Provider::Sqlite) => {
            if index.fields.iter().any(|each| each.operator_class.is_some()) {
                problems.push(
                    Diagnostic::warning(
                        "postgresql-only",
                        index.span,
                        "This operator class has no effect: SQLite has none.",
                    )
                    .help("remove `ops`"),
                );
            }
            for each in &index.fields {
                check_known(draft, index.span, each, problems);
            }
            return;
        }
        Some(Provider::Postgresql) => {}
    }
    check_field_count(index, problems);
    check_xml(draft, index, problems);
    for each in index.fields.iter().filter(|each| xml_type(draft, index, each).is_none()) {
        match each.operator_class.as_deref() {
            Some(OperatorClass::Named(name)) => check_class(draft, index, each, name, problems),
            Some(OperatorClass::Raw(_)) => {}
            None => check_default_class(draft, index, each, problems),
        }
    }
}

/// An SP-GiST index holds one column; of hash indexes, which the language lets pass, the lowering
/// says so.
/// <https://www.postgresql.org/docs/current/indexes-multicolumn.html>
fn check_field_count(index: &Index, problems: &mut Vec<Diagnostic>) {
    if index.fields.len() < 2 {
        return;
    }
    if index.method == IndexMethod::SpGist {
        problems.push(
            Diagnostic::error(
                "multi-column-index",
                index.span,
                "The database refuses this index: its type holds a single column.",
            )
            .help("make one index for each field, or choose another type"),
        );
    }
}

/// An error, or where the language lets it pass, what the database refuses.
fn misfit(fit: Fit, id: &'static str, span: Span, message: String) -> Diagnostic {
    match fit {
        Fit::LanguageOnly => Diagnostic::unplannable(id, span, message),
        Fit::Yes | Fit::No => Diagnostic::error(id, span, message),
    }
}

/// The native type of a field of an index that is XML. Of a primary key the lowering speaks.
fn xml_type<'d>(
    draft: &'d ModelDraft<'_>,
    index: &Index,
    each: &IndexField,
) -> Option<&'d NativeType> {
    let native = draft.scalar(each.field)?.native_type.as_ref()?;
    (native.name == "Xml" && index.kind != IndexKind::PrimaryKey).then_some(native)
}

/// No order and no equality is known of XML.
fn check_xml(draft: &ModelDraft<'_>, index: &Index, problems: &mut Vec<Diagnostic>) {
    for each in &index.fields {
        if let Some(native) = xml_type(draft, index, each) {
            let name = draft.field(each.field).name();
            problems.push(
                Diagnostic::error(
                    "index-on-xml",
                    index.span,
                    format!("The index cannot be made: values of `{name}` cannot be compared."),
                )
                .label(native.span, "its type is here")
                .help(format!("leave `{name}` out, or give it another type")),
            );
        }
    }
}

fn check_default_class(
    draft: &ModelDraft<'_>,
    index: &Index,
    each: &IndexField,
    problems: &mut Vec<Diagnostic>,
) {
    let field = draft.field(each.field);
    let Some(scalar) = draft.scalar(each.field) else { return };
    let fit = operator_classes::has_default(index.method, scalar, field.arity);
    // Of what only the database refuses the lowering speaks.
    if matches!(fit, Fit::Yes | Fit::LanguageOnly) {
        return;
    }
    problems.push(
        Diagnostic::error(
            "index-type-mismatch",
            index.span,
            format!(
                "The index cannot be made: type `{:?}` does not know how to index `{}`.",
                index.method,
                field.name()
            ),
        )
        .label(field.syntax.field_type.span, "the type of the field is here")
        .help(format!(
            "remove `type: {:?}`, or name an operator class: `{}(ops: raw(\"…\"))`",
            index.method,
            field.name()
        )),
    );
}

/// Objects to a named class that does not exist.
pub(super) fn check_known(
    draft: &ModelDraft<'_>,
    span: Span,
    each: &IndexField,
    problems: &mut Vec<Diagnostic>,
) {
    let Some(OperatorClass::Named(name)) = each.operator_class.as_deref() else { return };
    if operator_classes::find(name).is_some() {
        return;
    }
    let field = draft.field(each.field).name();
    let names = operator_classes::names();
    let problem = Diagnostic::error(
        "unknown-operator-class",
        span,
        format!("The index cannot be made: the operator class `{name}` is not known."),
    );
    problems.push(match nearest(name, names.iter().map(String::as_str)) {
        Some(near) => problem.help(format!("did you mean `{field}(ops: {near})`?")),
        None => problem
            .help(format!("for a class that the database knows, write `{field}(ops: raw(\"…\"))`")),
    });
}

fn check_class(
    draft: &ModelDraft<'_>,
    index: &Index,
    each: &IndexField,
    name: &str,
    problems: &mut Vec<Diagnostic>,
) {
    let field = draft.field(each.field);
    check_known(draft, index.span, each, problems);
    let Some(class) = operator_classes::find(name) else { return };
    let scalar = draft.scalar(each.field);
    if !class.methods.contains(&index.method) {
        let methods: Vec<String> =
            class.methods.iter().map(|each| format!("`type: {each:?}`")).collect();
        problems.push(
            Diagnostic::error(
                "operator-class-method",
                index.span,
                format!(
                    "The index cannot be made: `{name}` is not for indexes of type `{:?}`.",
                    index.method
                ),
            )
            .help(format!("use {}", methods.join(" or "))),
        );
    } else if let Some(scalar) = scalar
        && let fit @ (Fit::No | Fit::LanguageOnly) =
            operator_classes::fits(class, scalar, field.arity)
    {
        problems.push(
            misfit(
                fit,
                "operator-class-type",
                index.span,
                format!(
                    "The index cannot be made: `{name}` does not fit the type of `{}`.",
                    field.name()
                ),
            )
            .label(field.syntax.field_type.span, "the type is here")
            .help("remove `ops`, or name a class for this type"),
        );
    }
}
