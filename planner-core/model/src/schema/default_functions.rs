//! The functions that a default can be: a table of what each is for, what it takes and who calls it.

use super::attributes::Reach;
use super::model::Scalar;

/// A function that a default can be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Function {
    /// Its name.
    pub name: &'static str,
    /// The scalars that it is for; any field where there is none.
    pub types: &'static [Scalar],
    /// What stands in its parentheses.
    pub takes: Takes,
    /// Who calls it.
    pub called_by: Reach,
    /// What it makes.
    pub about: &'static str,
}

/// What a function takes. An argument can always be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// Nothing.
    Nothing,
    /// One of two numbers.
    OneOf(u32, u32),
    /// A number from, up to.
    Between(u32, u32),
    /// An expression of the database.
    Sql,
}

impl Takes {
    /// Whether that number may stand there.
    pub fn allows(self, number: u32) -> bool {
        match self {
            Self::Nothing | Self::Sql => false,
            Self::OneOf(one, other) => number == one || number == other,
            Self::Between(from, to) => (from..=to).contains(&number),
        }
    }

    /// As a sentence says it.
    pub fn words(self) -> String {
        match self {
            Self::Nothing => "nothing".to_owned(),
            Self::OneOf(one, other) => format!("{one} or {other}"),
            Self::Between(from, to) => format!("{from} to {to}"),
            Self::Sql => "an SQL expression".to_owned(),
        }
    }
}

/// All of them.
pub(super) const FUNCTIONS: [Function; 7] = [
    Function {
        name: "autoincrement",
        types: &[Scalar::Int, Scalar::BigInt],
        takes: Takes::Nothing,
        called_by: Reach::Database,
        about: "the next number; on SQLite for an id of one field only",
    },
    Function {
        name: "now",
        types: &[Scalar::DateTime],
        takes: Takes::Nothing,
        called_by: Reach::Database,
        about: "the time of the insert",
    },
    Function {
        name: "uuid",
        types: &[Scalar::String],
        takes: Takes::OneOf(4, 7),
        called_by: Reach::Client,
        about: "a UUID of that version, 4 without a number",
    },
    Function {
        name: "cuid",
        types: &[Scalar::String],
        takes: Takes::OneOf(1, 2),
        called_by: Reach::Client,
        about: "a cuid of that version, 1 without a number",
    },
    Function {
        name: "nanoid",
        types: &[Scalar::String],
        takes: Takes::Between(2, 255),
        called_by: Reach::Client,
        about: "a nanoid of that length, 21 without a number",
    },
    Function {
        name: "ulid",
        types: &[Scalar::String],
        takes: Takes::Nothing,
        called_by: Reach::Client,
        about: "a ULID",
    },
    Function {
        name: "dbgenerated",
        types: &[],
        takes: Takes::Sql,
        called_by: Reach::Database,
        about: "what the expression gives; without one, whatever the database has is left alone",
    },
];
