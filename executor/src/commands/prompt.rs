//! Questions to a person, only ever on a terminal. Without one, nothing is guessed and nothing
//! waits.

use crate::commands::show::{counted, open_warnings};
use crate::deploy::gate::Gate;
use crate::error::{Error, ErrorKind, Result};
use crate::output::Terminal;
use inquire::InquireError;
use inquire::validator::Validation;

/// Asks for a text, again while it is not usable; `None` where the person leaves without an
/// answer. `help` says what is usable.
///
/// # Errors
///
/// Ctrl-C, or a terminal that cannot be talked to.
pub fn text(question: &str, help: &str, is_usable: fn(&str) -> bool) -> Result<Option<String>> {
    let judge = move |answer: &str| {
        Ok(match is_usable(answer) {
            true => Validation::Valid,
            false => Validation::Invalid("This cannot be used:".into()),
        })
    };
    let question = inquire::Text::new(question).with_help_message(help).with_validator(judge);
    answered(question.prompt_skippable())
}

/// Asks yes or no; no is the answer of one who just presses enter.
///
/// # Errors
///
/// As [`text`].
pub fn confirm(question: &str) -> Result<bool> {
    let answer = inquire::Confirm::new(question).with_default(false).prompt_skippable();
    Ok(answered(answer)?.unwrap_or(false))
}

/// Shows open warnings and asks whether all of them are accepted.
///
/// # Errors
///
/// As [`text`].
pub fn accept_all(terminal: &Terminal, open: &[Gate]) -> Result<bool> {
    terminal.note(&open_warnings(open).join("\n"));
    confirm(&format!("Accept {}?", counted(open.len(), "warning")))
}

/// Lets choose one of several lines; `None` where the person leaves without an answer.
///
/// # Errors
///
/// As [`text`].
pub fn choose(question: &str, options: Vec<String>) -> Result<Option<usize>> {
    let answer = inquire::Select::new(question, options).raw_prompt_skippable();
    Ok(answered(answer)?.map(|chosen| chosen.index))
}

fn answered<T>(answer: Result<Option<T>, InquireError>) -> Result<Option<T>> {
    match answer {
        Ok(answer) => Ok(answer),
        Err(InquireError::OperationInterrupted) => {
            Err(Error::new(ErrorKind::Interrupted(130), "interrupted", "Stopped by Ctrl-C."))
        }
        Err(error) => Err(Error::failed("cannot-ask", format!("The question failed: {error}."))
            .help("answer with flags instead: --name, --rename, --allow")),
    }
}
