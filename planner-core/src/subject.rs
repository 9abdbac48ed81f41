//! The grammar that names one database object: `[kind:]part[.part[.part]]`. `--allow` flags and
//! rename hints share it. This module knows nothing of databases.

use std::fmt;

/// A named object: `[kind:]part[.part[.part]]`, in database names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// What kind of object.
    pub kind: SubjectKind,
    /// Its parts, outermost first: a schema other than the default one, table, column …
    pub parts: Vec<String>,
}

/// Kinds of objects in a subject or a rename hint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is the word of the grammar")]
pub enum SubjectKind {
    Table,
    Column,
    Enum,
    Value,
    Index,
    Constraint,
}

impl SubjectKind {
    /// The word that stands before the colon.
    pub fn word(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Column => "column",
            Self::Enum => "enum",
            Self::Value => "value",
            Self::Index => "index",
            Self::Constraint => "constraint",
        }
    }
}

/// The parts, dotted, in double quotes where they are not plain words; without the kind.
impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, part) in self.parts.iter().enumerate() {
            if index > 0 {
                formatter.write_str(".")?;
            }
            let plain = !part.is_empty()
                && part.chars().all(|each| each.is_ascii_alphanumeric() || each == '_');
            if plain {
                formatter.write_str(part)?;
            } else {
                write!(formatter, "\"{}\"", part.replace('"', "\"\""))?;
            }
        }
        Ok(())
    }
}
