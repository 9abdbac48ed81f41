//! The databases that comon plans for. Every other module of the planner may name a
//! [`Provider`]; this one knows nothing of schemas or SQL.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A database family, as the `provider` of a datasource names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Provider {
    /// PostgreSQL (also written `postgres`).
    Postgresql,
    /// SQLite.
    Sqlite,
}

impl Provider {
    /// Both, in the order of documentation.
    pub const ALL: [Self; 2] = [Self::Postgresql, Self::Sqlite];

    /// Reads the value of a datasource's `provider`; `None` for every name that comon does not
    /// plan for.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "postgresql" | "postgres" => Some(Self::Postgresql),
            "sqlite" => Some(Self::Sqlite),
            _ => None,
        }
    }

    /// The canonical spelling, as metadata.txt and the history table hold it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Postgresql => "postgresql",
            Self::Sqlite => "sqlite",
        }
    }

    /// The name that people know the product by.
    pub fn display_name(self) -> &'static str {
        match self {
            Self::Postgresql => "PostgreSQL",
            Self::Sqlite => "SQLite",
        }
    }
}

impl fmt::Display for Provider {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}
