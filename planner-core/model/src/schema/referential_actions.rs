//! `onDelete:` and `onUpdate:`: the words, and which of them fit a relation.

use super::arguments::Arguments;
use super::context::{Context, choices, quoted};
use super::guesses::nearest;
use super::model::{ReferentialAction, RelationMode};
use crate::diagnostic::Diagnostic;
use crate::provider::Provider;
use crate::source::Span;

/// The actions by their words.
pub(super) const ACTIONS: [(&str, ReferentialAction); 5] = [
    ("Cascade", ReferentialAction::Cascade),
    ("Restrict", ReferentialAction::Restrict),
    ("NoAction", ReferentialAction::NoAction),
    ("SetNull", ReferentialAction::SetNull),
    ("SetDefault", ReferentialAction::SetDefault),
];

/// Reads one of the two; the place comes along.
pub(super) fn read(
    context: &Context<'_>,
    arguments: &Arguments<'_>,
    parameter: &'static str,
    problems: &mut Vec<Diagnostic>,
) -> Option<(ReferentialAction, Span)> {
    let value = arguments.get(parameter)?;
    let found = ACTIONS.iter().find(|(name, _)| value.as_word() == Some(*name));
    let Some((_, action)) = found else {
        let word = value.as_word().or_else(|| value.as_string()).unwrap_or_default();
        let names = ACTIONS.iter().map(|(name, _)| *name);
        let what = if word.is_empty() { "this".to_owned() } else { format!("`{word}`") };
        let problem = Diagnostic::error(
            "unknown-referential-action",
            value.span,
            format!("It is not said what happens to referring rows: {what} is no action."),
        );
        problems.push(match nearest(word, names.clone()) {
            Some(near) => {
                problem.help(format!("did you mean `{}`?", context.corrected(value.span, near)))
            }
            None => problem.help(choices("the", "action", "actions", names)),
        });
        return None;
    };
    if context.relation_mode == RelationMode::Prisma
        && matches!(action, ReferentialAction::NoAction | ReferentialAction::SetDefault)
    {
        let line = context.corrected(value.span, "Restrict");
        problems.push(
            Diagnostic::error(
                "referential-action-in-relation-mode",
                value.span,
                "This action is never carried out: relations are kept by the client, which \
                     does not know it.",
            )
            .help(format!("write `{line}`, or choose `Cascade` or `SetNull`")),
        );
    }
    Some((*action, value.span))
}

/// Objects to SetNull where a field of the key can never be null.
pub(super) fn check_set_null(
    context: &Context<'_>,
    action: Option<(ReferentialAction, Span)>,
    required: &[&str],
    problems: &mut Vec<Diagnostic>,
) {
    let (Some((ReferentialAction::SetNull, span)), Some(first)) = (action, required.first()) else {
        return;
    };
    let message =
        format!("`SetNull` fails when it is needed: `{first}` is required and cannot be null.");
    let lenient = context.provider() == Some(Provider::Postgresql)
        && context.relation_mode == RelationMode::ForeignKeys;
    let problem = if lenient {
        Diagnostic::warning("set-null-on-required", span, message)
    } else {
        Diagnostic::error("set-null-on-required", span, message)
    };
    problems.push(problem.help(format!(
        "make {} optional, or choose another action",
        quoted(required.iter().copied())
    )));
}
