//! Questions to a person, only ever on a terminal. Without one, nothing is guessed and nothing
//! waits.

use crate::commands::show::{counted, open_warnings};
use crate::deploy::decision::Decision;
use crate::deploy::gate::{Consent, Gate};
use crate::error::{Error, ErrorKind, Result};
use crate::interrupt::Interrupt;
use crate::output::{Terminal, terminal};
use crate::system::TerminalState;
use inquire::InquireError;
use inquire::validator::Validation;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

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
    let (question, help) = (question.to_owned(), help.to_owned());
    asked(move || {
        let question = inquire::Text::new(&question).with_help_message(&help).with_validator(judge);
        question.prompt_skippable()
    })
}

/// Asks yes or no; no is the answer of one who just presses enter.
///
/// # Errors
///
/// As [`text`].
pub fn confirm(question: &str) -> Result<bool> {
    let question = question.to_owned();
    let answer =
        asked(move || inquire::Confirm::new(&question).with_default(false).prompt_skippable());
    Ok(answer?.unwrap_or(false))
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

/// Decides, and where only open warnings are in the way asks whether all of them are accepted, as far as
/// there is somebody to ask; then decides again. `introduction` is shown before the question.
///
/// # Errors
///
/// As [`text`].
pub fn decided(
    terminal: &Terminal,
    consent: &mut Consent,
    introduction: &str,
    decide: impl Fn(&Consent) -> Decision,
) -> Result<Decision> {
    let decision = decide(consent);
    let stops = decision.problems.iter().any(|problem| problem.stops);
    if stops || decision.open.is_empty() || !terminal.can_ask() {
        return Ok(decision);
    }
    if !introduction.is_empty() {
        terminal.note(introduction);
    }
    consent.all = accept_all(terminal, &decision.open)?;
    Ok(decide(consent))
}

/// Lets choose one of several lines; `None` where the person leaves without an answer.
///
/// # Errors
///
/// As [`text`].
pub fn choose(question: &str, options: Vec<String>) -> Result<Option<usize>> {
    let question = question.to_owned();
    asked(move || {
        let chosen = inquire::Select::new(&question, options).raw_prompt_skippable()?;
        Ok(chosen.map(|chosen| chosen.index))
    })
}

/// How often it is looked whether a signal came while a person thinks.
const LOOK: Duration = Duration::from_millis(50);

/// Asks on a thread of its own, so that a signal ends the run while nobody answers. The terminal is
/// then left as it was found, not as the question changed it.
fn asked<T: Send + 'static>(
    question: impl FnOnce() -> Result<Option<T>, InquireError> + Send + 'static,
) -> Result<Option<T>> {
    let found = TerminalState::now();
    let (sender, answer) = channel();
    std::thread::spawn(move || {
        // Nobody listens any more where the run was stopped.
        let _ = sender.send(question());
    });
    loop {
        match answer.recv_timeout(LOOK) {
            Ok(answer) => return answered(answer),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                return Err(Error::failed("cannot-ask", "The question failed."));
            }
        }
        if let Some(stop) = Interrupt::of_process().and_then(Interrupt::error) {
            found.restore();
            terminal::note(SHOW_CURSOR);
            return Err(stop);
        }
    }
}

/// A question hides the cursor: <https://www.xfree86.org/current/ctlseqs.html>.
const SHOW_CURSOR: &str = "\u{1b}[?25h";

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
