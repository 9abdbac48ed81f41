//! What happens to an object beside the schema: the words around its name, and how bad it is.

use crate::live::Unmanaged;

/// The worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// It is gone afterwards.
    Loss,
    /// It makes the migration fail.
    Failure,
    /// The migration fails unless it fits what it stands on then.
    Misfit,
    /// It has the name of something new.
    Taken,
}

/// Why a migration is not safe for an object.
#[derive(Debug)]
pub(super) struct Reason {
    /// How bad it is.
    pub(super) weight: Weight,
    /// What does it, such as `dropping column users.code destroys`.
    what: String,
}

impl Reason {
    pub(super) fn loss(what: String) -> Self {
        Self { weight: Weight::Loss, what }
    }

    pub(super) fn failure(what: String) -> Self {
        Self { weight: Weight::Failure, what }
    }

    pub(super) fn misfit(what: String) -> Self {
        Self { weight: Weight::Misfit, what }
    }

    pub(super) fn taken(what: String) -> Self {
        Self { weight: Weight::Taken, what }
    }

    /// The warning's sentence.
    pub(super) fn message(&self, object: &Unmanaged) -> String {
        let what = &self.what;
        let (class, effect) = match self.weight {
            Weight::Loss => ("data loss", format!("{what} {object}")),
            Weight::Failure => ("failure", format!("{what} fails while {object} needs it")),
            Weight::Misfit => ("failure", format!("{what} fails if {object} does not fit it")),
            Weight::Taken => ("failure", format!("{what} fails: {object} has that name")),
        };
        format!("Potential {class}: {effect}, which the schema does not know.")
    }
}
