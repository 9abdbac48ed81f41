//! The journal of migrations with several sections, as values: what was begun, what was
//! finished. Pure.

/// One row of `_comon_orm_migration_steps`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalStep {
    /// The migration.
    pub migration: String,
    /// Number of the step, from 0: a transactional section, or one statement of a section
    /// without.
    pub step: i64,
    /// SHA-256 of its statements, so that a changed file is noticed on resume.
    pub digest: String,
    /// How far it came.
    pub state: StepState,
    /// RFC 3339, UTC.
    pub started_at: String,
    /// RFC 3339, UTC.
    pub ended_at: Option<String>,
    /// The database's own words where it failed.
    pub error: Option<String>,
}

/// How far a step came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// Begun; whether it took effect must be looked up.
    Started,
    /// Done and committed.
    Finished,
    /// The database refused it.
    Failed,
}

impl StepState {
    /// The word that the table holds.
    pub fn word(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Finished => "finished",
            Self::Failed => "failed",
        }
    }

    /// Reads the word; an unknown one counts as begun, so that its effect is looked up.
    pub fn from_word(word: &str) -> Self {
        match word {
            "finished" => Self::Finished,
            "failed" => Self::Failed,
            _ => Self::Started,
        }
    }
}

/// The name under which the steps of a rollback are kept.
pub fn rollback_name(migration: &str) -> String {
    format!("{migration}{ROLLBACK}")
}

/// The migration that the steps of that name undo, where they are of a rollback.
pub fn undone_by(name: &str) -> Option<&str> {
    name.strip_suffix(ROLLBACK)
}

const ROLLBACK: &str = "_rollback";

/// The steps of one migration, in order.
pub fn of_migration<'a>(journal: &'a [JournalStep], migration: &str) -> Vec<&'a JournalStep> {
    let mut steps: Vec<_> = journal.iter().filter(|step| step.migration == migration).collect();
    steps.sort_by_key(|step| step.step);
    steps
}

/// Where a migration stopped, one sentence: how many steps are done and what the next one met.
pub fn describe(steps: &[&JournalStep]) -> String {
    let finished = steps.iter().filter(|step| step.state == StepState::Finished).count();
    let open = steps.iter().find(|step| step.state != StepState::Finished);
    let done = match finished {
        0 => "no step is finished".to_owned(),
        1 => "step 1 is finished".to_owned(),
        count => format!("steps 1 to {count} are finished"),
    };
    match open {
        None => format!("{done}, and the rest was not begun"),
        Some(step) => {
            let number = step.step + 1;
            match (&step.error, step.state) {
                (Some(error), _) => format!("{done}; step {number} failed: {error}"),
                (None, StepState::Failed) => format!("{done}; step {number} failed"),
                (None, StepState::Started | StepState::Finished) => {
                    format!("{done}; step {number} was begun at {}", step.started_at)
                }
            }
        }
    }
}
