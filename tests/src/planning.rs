//! The one place of the tests that touches the planner: texts in, a plan or the reason for none
//! out. When the planner's interface moves, this moves with it.

use crate::case::Case;
use crate::generate;
use planner_core::diff::hint;
use planner_core::planner::{self, PlanRequest, Planned};
use planner_core::provider::Provider;
use planner_core::script::{self, Script};
use planner_core::source::Sources;

/// A change of one schema into another.
#[derive(Debug, Clone)]
pub struct Migration {
    /// The database family that both schemas name.
    pub provider: Provider,
    /// The schema before; `None` is the empty database.
    pub before: Option<String>,
    /// The schema after.
    pub after: String,
    /// Rename hints, as written.
    pub hints: Vec<String>,
}

impl Migration {
    /// From nothing to `schema`.
    pub fn first(provider: Provider, schema: &str) -> Self {
        Self { provider, before: None, after: schema.to_owned(), hints: Vec::new() }
    }

    /// From a generated schema of so many models to its next version, with one model of twenty
    /// changed: what the measurements of speed plan.
    pub fn generated(provider: Provider, models: usize) -> Self {
        let versions = generate::versions(provider, models, 1);
        let (before, after) = (Some(versions.before), versions.after);
        Self { provider, before, after, hints: Vec::new() }
    }

    /// How many bytes its texts have.
    pub fn bytes(&self) -> usize {
        self.before.as_ref().map_or(0, String::len) + self.after.len()
    }

    /// What leads to the state before; `None` where that is the empty database.
    pub fn foundation(&self) -> Option<Self> {
        self.before.as_ref().map(|before| Self::first(self.provider, before))
    }
}

impl From<&Case> for Migration {
    fn from(case: &Case) -> Self {
        Self {
            provider: case.provider,
            before: case.before.clone(),
            after: case.after.clone(),
            hints: case.hints.clone(),
        }
    }
}

/// Plans a migration.
///
/// # Errors
///
/// The reason why the planner refuses, in its own words.
pub fn plan(migration: &Migration) -> Result<Planned, String> {
    let hints = migration.hints.iter().map(|hint| hint::parse(hint));
    let hints = hints.collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?;
    let before = migration.before.as_deref().map(|text| Sources::single("before.prisma", text));
    let after = Sources::single("after.prisma", &migration.after);
    let request = PlanRequest { before: before.as_ref(), after: &after, hints: &hints };
    planner::plan(&request).map_err(|error| error.to_string())
}

/// Reads a migration.sql as deploy does.
///
/// # Errors
///
/// What the reader refuses.
pub fn read_script(provider: Provider, sql: &str) -> Result<Script, String> {
    script::parse(provider, sql).map_err(|errors| {
        errors.iter().map(|error| format!("{error:?}")).collect::<Vec<_>>().join("\n")
    })
}
