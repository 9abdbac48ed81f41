//! Names by which the client knows a key or a unique criterion: `name:` of `@@id` and `@@unique`.
//! What the database calls them is not known here.

use super::context::Context;
use super::drafts::ModelDraft;
use super::model::Index;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// Objects to a name that cannot stand in the client's code.
pub(super) fn check_characters(
    context: &Context<'_>,
    name: &str,
    span: Span,
    problems: &mut Vec<Diagnostic>,
) {
    let fits = |each: char| each.is_ascii_alphanumeric() || each == '_';
    if name.chars().all(fits) {
        return;
    }
    let better: String = name.chars().map(|each| if fits(each) { each } else { '_' }).collect();
    problems.push(
        Diagnostic::error(
            "invalid-client-name",
            span,
            format!("The client cannot use the name `{name}`: it is no plain word."),
        )
        .help(format!("write `{}`", context.corrected(span, &format!("\"{better}\"")))),
    );
}

/// Objects to a name that a field or another criterion of the model has.
pub(super) fn check<'i>(
    draft: &ModelDraft<'_>,
    indexes: impl Iterator<Item = &'i Index>,
    problems: &mut Vec<Diagnostic>,
) {
    let mut seen: Vec<(&str, Span)> = Vec::new();
    for index in indexes {
        let Some(name) = index.client_name.as_deref() else { continue };
        if let Some(field) = draft.named(name) {
            problems.push(
                Diagnostic::error(
                    "client-name-is-a-field",
                    index.span,
                    format!("The client cannot tell this criterion from the field `{name}`."),
                )
                .label(draft.field(field).syntax.name.span, "the field is here")
                .help("give the criterion another `name`"),
            );
        }
        if let Some((_, first)) = seen.iter().find(|(each, _)| *each == name) {
            problems.push(
                Diagnostic::error(
                    "duplicate-client-name",
                    index.span,
                    format!("The client cannot tell two criteria apart: both are named `{name}`."),
                )
                .label(*first, "the first one is here")
                .help("give one of them another name"),
            );
            continue;
        }
        seen.push((name, index.span));
    }
}
