//! Why a script's statement may not run, shared by the dialects' lists.

/// A reason and the way on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What the statement does that it must not; no period at its end.
    pub reason: String,
    /// What to do instead.
    pub help: &'static str,
}

/// The refusal of statements that begin or end a transaction, which the executor alone does.
pub fn transaction_control(words: &[&str]) -> Option<Refusal> {
    const CONTROL: [&str; 9] =
        ["BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "PREPARE"];
    let first = words.first()?;
    CONTROL.contains(first).then(|| Refusal {
        reason: format!("{first} controls the transaction, which the executor holds"),
        help: "remove it; `-- comon: transaction` starts a new transaction",
    })
}
