//! Access methods and operator classes of an index against the types of its fields. What a
//! class is for is told by [`super::operator_classes`].

use super::context::Context;
use super::drafts::ModelDraft;
use super::guesses::nearest;
use super::model::{Index, IndexField, IndexMethod, OperatorClass};
use super::operator_classes;
use crate::diagnostic::Diagnostic;
use crate::provider::Provider;

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
            return;
        }
        Some(Provider::Postgresql) => {}
    }
    check_field_count(index, problems);
    for each in &index.fields {
        match &each.operator_class {
            Some(OperatorClass::Named(name)) => check_class(draft, index, each, name, problems),
            Some(OperatorClass::Raw(_)) => {}
            None => check_default_class(draft, index, each, problems),
        }
    }
}

/// Hash and SP-GiST indexes hold one column.
/// <https://www.postgresql.org/docs/current/indexes-multicolumn.html>
fn check_field_count(index: &Index, problems: &mut Vec<Diagnostic>) {
    if index.fields.len() < 2 {
        return;
    }
    let message = "The database refuses this index: its type holds a single column.";
    let help = "make one index for each field, or choose another type";
    match index.method {
        IndexMethod::SpGist => {
            problems.push(Diagnostic::error("multi-column-index", index.span, message).help(help));
        }
        IndexMethod::Hash => problems
            .push(Diagnostic::unplannable("multi-column-index", index.span, message).help(help)),
        IndexMethod::BTree | IndexMethod::Gin | IndexMethod::Gist | IndexMethod::Brin => {}
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
    if operator_classes::has_default(index.method, scalar, field.arity) {
        return;
    }
    problems.push(
        Diagnostic::error(
            "index-type-mismatch",
            index.span,
            format!(
                "The index cannot be made: type {:?} does not know how to index `{}`.",
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

fn check_class(
    draft: &ModelDraft<'_>,
    index: &Index,
    each: &IndexField,
    name: &str,
    problems: &mut Vec<Diagnostic>,
) {
    let field = draft.field(each.field);
    let Some(class) = operator_classes::find(name) else {
        let names = operator_classes::names();
        let problem = Diagnostic::error(
            "unknown-operator-class",
            index.span,
            format!("The index cannot be made: the operator class `{name}` is not known."),
        );
        problems.push(match nearest(name, names.iter().map(String::as_str)) {
            Some(near) => problem.help(format!("did you mean `{}(ops: {near})`?", field.name())),
            None => problem.help(format!(
                "for a class that the database knows, write `{}(ops: raw(\"…\"))`",
                field.name()
            )),
        });
        return;
    };
    let scalar = draft.scalar(each.field);
    if !class.methods.contains(&index.method) {
        let methods: Vec<String> =
            class.methods.iter().map(|each| format!("type: {each:?}")).collect();
        problems.push(
            Diagnostic::error(
                "operator-class-method",
                index.span,
                format!(
                    "The index cannot be made: `{name}` is not for indexes of type {:?}.",
                    index.method
                ),
            )
            .help(format!("use {}", methods.join(" or "))),
        );
    } else if scalar.is_some_and(|scalar| !operator_classes::fits(class, scalar, field.arity)) {
        problems.push(
            Diagnostic::error(
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
