//! What `migrate preflight` measured of a live database, as facts.json holds it: counts and sizes, no
//! values. A review takes it to say what is certain and what is cleared.

use super::model::{MeasuredWarning, Review};
use crate::json;
use crate::provider::Provider;
use crate::warning::judge::Judgement;
use serde::{Deserialize, Serialize};

/// The version of the format; raised when a field changes its meaning or goes.
pub const FACTS_VERSION: u32 = 1;

/// Everything that was measured, at one time on one database.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Facts {
    /// [`FACTS_VERSION`].
    pub version: u32,
    /// When, as RFC 3339 in UTC.
    pub measured_at: String,
    /// The database family.
    pub provider: Provider,
    /// The server's or the library's version.
    pub server_version: String,
    /// What the whole database takes.
    pub database_bytes: Option<u64>,
    /// What its file system has left; unknown where only the server sees it.
    pub free_bytes: Option<u64>,
    /// The pending migrations, in order.
    pub migrations: Vec<MigrationFacts>,
    /// The tables that they touch and that are there, by name.
    pub tables: Vec<TableFacts>,
    /// Transactions of others that hold those tables for long.
    pub transactions: Vec<TransactionFacts>,
    /// Servers and tools that follow this one.
    pub replicas: Vec<ReplicaFacts>,
}

/// What was measured for one pending migration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MigrationFacts {
    /// Its name.
    pub name: String,
    /// The checksum of its files: facts of other files say nothing.
    pub checksum: String,
    /// Its gating warnings.
    pub warnings: Vec<WarningFacts>,
    /// The locks on tables that are there, heaviest first.
    pub locks: Vec<LockFacts>,
    /// The space that it needs beside what is there.
    pub space: Vec<SpaceFacts>,
    /// What the role may not do, one sentence each.
    pub missing_privileges: Vec<String>,
    /// Whether it has statements that the planner did not write: what they lock is not known.
    pub hand_written: bool,
}

/// How sure one warning is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WarningFacts {
    /// The rule.
    pub id: String,
    /// What it is about.
    pub subject: String,
    /// How sure it is.
    pub judgement: Judgement,
    /// The same for people, with the reason where nothing is known.
    pub measured: Vec<String>,
}

/// A lock to expect.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LockFacts {
    /// The table, or the index of it that alone is locked.
    pub on: String,
    /// The mode.
    pub mode: String,
    /// Whether reads wait.
    pub blocks_reads: bool,
    /// Whether writes wait.
    pub blocks_writes: bool,
    /// What happens meanwhile.
    pub work: String,
}

/// Space that a migration needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SpaceFacts {
    /// The table.
    pub table: String,
    /// Why: `rewrite`, `index-build` or `rebuild`.
    pub purpose: String,
    /// How much at most; unknown where the table could not be measured.
    pub bytes: Option<u64>,
}

/// The size of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TableFacts {
    /// Its name.
    pub name: String,
    /// About how many rows; unknown before the server counted them.
    pub rows: Option<u64>,
    /// Its rows, with what is stored out of line.
    pub bytes: Option<u64>,
    /// Its indexes, by name.
    pub indexes: Vec<IndexFacts>,
    /// Publications that send its changes on.
    pub publications: Vec<String>,
}

/// The size of an index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IndexFacts {
    /// Its name.
    pub name: String,
    /// What it takes.
    pub bytes: Option<u64>,
}

/// A transaction that may stand in the way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TransactionFacts {
    /// The server process.
    pub process: i64,
    /// What it calls itself.
    pub application: Option<String>,
    /// Such as `idle in transaction`.
    pub state: Option<String>,
    /// How long it has been open; unknown to a role that may not look into it.
    pub seconds: Option<u64>,
    /// The touched tables that it holds locks on.
    pub tables: Vec<String>,
}

/// Something that follows this server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReplicaFacts {
    /// What it calls itself.
    pub name: String,
    /// `physical` or `logical`.
    pub kind: String,
    /// Such as `streaming`; unknown to a role that may not see it.
    pub state: Option<String>,
    /// Whether commits wait for it.
    pub synchronous: bool,
    /// How far it is behind.
    pub behind_bytes: Option<u64>,
}

impl TableFacts {
    /// What the table takes with its indexes; `None` where a part of it is unknown.
    pub fn whole_bytes(&self) -> Option<u64> {
        let indexes: Option<u64> = self.indexes.iter().map(|index| index.bytes).sum();
        Some(self.bytes?.saturating_add(indexes?))
    }
}

/// Why facts cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactsError {
    /// It is not facts.json.
    Unreadable(String),
    /// Another version of the format.
    Version(u64),
}

impl Facts {
    /// Reads facts.json.
    ///
    /// # Errors
    ///
    /// It is none, or one of another version.
    pub fn parse(text: &str) -> Result<Self, FactsError> {
        let value: serde_json::Value = serde_json::from_str(text)
            .map_err(|error| FactsError::Unreadable(error.to_string()))?;
        match value.get("version").and_then(serde_json::Value::as_u64) {
            Some(version) if version == u64::from(FACTS_VERSION) => {
                json::read(value).map_err(|unfit| FactsError::Unreadable(unfit.to_string()))
            }
            Some(version) => Err(FactsError::Version(version)),
            None => Err(FactsError::Unreadable("it has no version".to_owned())),
        }
    }
}

impl Facts {
    /// What was measured for a migration. Facts of other files say nothing of these.
    pub fn of(&self, name: &str, checksum: Option<&str>) -> Option<&MigrationFacts> {
        self.migrations.iter().find(|each| {
            each.name == name && checksum.is_none_or(|checksum| checksum == each.checksum)
        })
    }

    /// What was measured of one of its warnings.
    pub fn measured(
        &self,
        migration: &MigrationFacts,
        rule: &str,
        subject: &str,
    ) -> Option<MeasuredWarning> {
        let mut warnings = migration.warnings.iter();
        let found = warnings.find(|each| each.id == rule && each.subject == subject)?;
        Some(MeasuredWarning {
            at: self.measured_at.clone(),
            judgement: found.judgement.clone(),
            lines: found.measured.clone(),
        })
    }
}

impl Review {
    /// The review with what was measured of its warnings.
    #[must_use]
    pub fn with_facts(mut self, facts: &Facts) -> Self {
        let checksum = self.metadata.iter().find(|(key, _)| key == "checksum");
        let checksum = checksum.map(|(_, checksum)| checksum.as_str());
        let Some(migration) = facts.of(&self.name, checksum) else { return self };
        for warning in self.gating.iter_mut().chain(&mut self.notices) {
            warning.measured = facts.measured(migration, &warning.rule, &warning.subject);
        }
        self
    }
}
