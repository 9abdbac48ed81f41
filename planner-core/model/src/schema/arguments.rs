//! The arguments of one attribute or call, matched with the parameters that it has. What the
//! values mean is for the caller; that a text is fit as a name in a database is checked here.

use super::attributes::Parameters;
use super::context::{Context, choices};
use super::guesses::nearest;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::frame::is_hidden;
use crate::provider::Provider;
use crate::source::Span;
use crate::syntax::document::{Argument, Attribute, Expression};
use crate::syntax::field::too_long;

/// The arguments by parameter.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arguments<'a> {
    parameters: Parameters,
    /// As written; those that were reported are among them.
    written: &'a [Argument<'a>],
}

impl<'a> Arguments<'a> {
    /// Matches arguments with parameters; unknown, repeated and surplus ones are reported.
    pub fn read(
        parameters: Parameters,
        attribute: &'a Attribute<'a>,
        context: &Context<'_>,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        for (position, argument) in attribute.arguments.iter().enumerate() {
            let Some(parameter) = parameter_of(parameters, argument) else {
                problems.push(unknown(parameters, argument, context));
                continue;
            };
            let before = attribute.arguments.iter().take(position);
            let mut same = before.filter(|each| parameter_of(parameters, each) == Some(parameter));
            if let Some(first) = same.next() {
                problems.push(
                    Diagnostic::error(
                        "duplicate-argument",
                        argument.span(),
                        format!(
                            "`{}` cannot be read: `{parameter}` is given twice.",
                            parameters.of
                        ),
                    )
                    .label(first.span(), "given here first")
                    .help("remove one of the two"),
                );
            }
        }
        Self { parameters, written: attribute.arguments }
    }

    /// The attribute as a message shows it.
    pub fn of(&self) -> &'static str {
        self.parameters.of
    }

    /// The value of a parameter.
    pub fn get(&self, name: &str) -> Option<&'a Expression<'a>> {
        let wanted = |argument: &&Argument<'_>| match &argument.name {
            None => self.parameters.positional == Some(name),
            Some(written) => {
                written.text == name && self.parameters.names().any(|each| each == name)
            }
        };
        self.written.iter().find(wanted).map(|argument| &argument.value)
    }

    /// The text of a parameter; anything but a string is reported.
    pub fn string(&self, name: &str, problems: &mut Vec<Diagnostic>) -> Option<(&'a str, Span)> {
        let value = self.get(name)?;
        let Some(text) = value.as_string() else {
            problems.push(
                Diagnostic::error(
                    "expected-string",
                    value.span,
                    format!("`{}` cannot be read: `{name}` takes a string.", self.parameters.of),
                )
                .help("write it in double quotes"),
            );
            return None;
        };
        Some((text, value.span))
    }

    /// The text of a parameter that becomes a name in the database.
    pub fn database_name(
        &self,
        name: &str,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<(&'a str, Span)> {
        let (text, span) = self.string(name, problems)?;
        if let Some(problem) = too_long(text, span) {
            problems.push(problem);
            return None;
        }
        check_database_name(text, span, problems);
        Some((text, span))
    }

    /// The text of a parameter that names a key, an index or a relation: it is not empty, and the
    /// database keeps it whole.
    pub fn constraint_name(
        &self,
        context: &Context<'_>,
        name: &str,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<(&'a str, Span)> {
        let (text, span) = self.string(name, problems)?;
        if text.is_empty() {
            problems.push(
                Diagnostic::error(
                    "empty-name",
                    span,
                    format!("`{}` cannot be named: `{name}` is empty.", self.parameters.of),
                )
                .help(format!("write the name that the database has, or remove `{name}`")),
            );
            return None;
        }
        check_database_name(text, span, problems);
        check_length(context, text, span, problems);
        Some((text, span))
    }
}

/// The parameter that an argument is for; `None` where there is no such one.
fn parameter_of(parameters: Parameters, argument: &Argument<'_>) -> Option<&'static str> {
    match &argument.name {
        None => parameters.positional,
        Some(name) => parameters.names().find(|each| *each == name.text),
    }
}

/// The longest name that PostgreSQL keeps, in bytes.
/// <https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS>
pub const LONGEST_NAME_KEPT: usize = 63;

/// Objects to the name of a key or an index that PostgreSQL would cut off.
fn check_length(context: &Context<'_>, text: &str, span: Span, problems: &mut Vec<Diagnostic>) {
    if context.provider() != Some(Provider::Postgresql) || text.len() <= LONGEST_NAME_KEPT {
        return;
    }
    let length = text.len();
    problems.push(
        Diagnostic::error(
            "name-too-long",
            span,
            format!("The database would cut this name off: it has {length} bytes."),
        )
        .help(format!(
            "choose a shorter one: PostgreSQL keeps {LONGEST_NAME_KEPT} bytes of a name"
        )),
    );
}

/// Objects to names that no reviewer could see for what they are.
pub(super) fn check_database_name(text: &str, span: Span, problems: &mut Vec<Diagnostic>) {
    if text.is_empty() {
        problems.push(
            Diagnostic::unplannable(
                "empty-name",
                span,
                "The database refuses this name: it is empty.",
            )
            .help("write the name that the database has, or remove the attribute"),
        );
    }
    if let Some(hidden) = text.chars().find(|each| is_hidden(*each)) {
        problems.push(
            Diagnostic::error(
                "hidden-character-in-name",
                span,
                format!(
                    "This name cannot be reviewed: it has the invisible character U+{:04X}.",
                    u32::from(hidden)
                ),
            )
            .help("type the name again without it"),
        );
    }
}

fn unknown(parameters: Parameters, argument: &Argument<'_>, context: &Context<'_>) -> Diagnostic {
    let of = parameters.of;
    let Some(name) = &argument.name else {
        return Diagnostic::error(
            "surplus-argument",
            argument.span(),
            format!("`{of}` cannot be read: it takes no argument without a name here."),
        )
        .help(if parameters.list.is_empty() {
            format!("write `{of}` without arguments")
        } else {
            choices("its", "argument", "arguments", parameters.names())
        });
    };
    let problem = Diagnostic::error(
        "unknown-argument",
        name.span,
        format!("`{of}` cannot be read: it has no argument `{}` here.", name.text),
    );
    if let Some(near) = nearest(name.text, parameters.names()) {
        return problem.help(format!("did you mean `{}`?", context.corrected(name.span, near)));
    }
    problem.help(if parameters.list.is_empty() {
        format!("write `{of}` without arguments")
    } else {
        choices("its", "argument", "arguments", parameters.names())
    })
}
