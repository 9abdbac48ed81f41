//! A migration of the history -> the plan that leads back to the state before it: of a whole one from
//! its two snapshots, of one that stopped half-way from what the database holds. Runs nothing.

use crate::commands::between::{alone, from_live};
use crate::commands::migrate_restore::{neighbours, row_of};
use crate::commands::side::Known;
use crate::commands::state::State;
use crate::config::Config;
use crate::deploy::assess::{Reviewed, changed_tables, lowered, snapshot_sources};
use crate::deploy::load::load;
use crate::deploy::restored::{hints, metadata, restored};
use crate::error::{Error, Result};
use crate::live::comon_orm::is_read_back;
use crate::live::{LiveDatabase, UnmanagedKind, concurrent};
use planner_core::artifact::Metadata;
use planner_core::database::model::{Database, ObjectName};
use planner_core::dialect::postgres::identifiers::quote_name;
use planner_core::diff::RenameHint;
use planner_core::planner::{PlanError, PlanRequest, Planned, plan_for};
use planner_core::provider::Provider;
use planner_core::review::replan;
use planner_core::source::Sources;
use planner_core::warning::Finding;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A migration's two snapshots as they were applied, and what its directory said beside them.
#[derive(Debug)]
pub struct Applying {
    /// The state before.
    pub before: String,
    /// The state after.
    pub after: String,
    /// metadata.txt, as far as it is known.
    pub metadata: Metadata,
    /// The database that it is for.
    pub provider: Provider,
    /// Its checksum, where recorded.
    pub checksum: Option<String>,
    /// All of it, where directory or history have it.
    pub reviewed: Option<Arc<Reviewed>>,
}

/// A way back: the plan and the SQL that runs.
#[derive(Debug)]
pub struct Back {
    /// The plan.
    pub planned: Planned,
    /// The SQL that runs.
    pub sql: String,
}

impl From<Planned> for Back {
    fn from(planned: Planned) -> Self {
        Self { sql: planned.migration_sql.clone(), planned }
    }
}

/// What the migration did.
#[derive(Debug)]
pub struct Forward {
    /// Its plan.
    pub planned: Planned,
    /// What was to be known of it.
    pub findings: Vec<Finding>,
}

/// The snapshots: from the directory, where it is the one that was applied, else from the history.
///
/// # Errors
///
/// Neither holds them.
pub fn applying(state: &State, provider: Provider, migration: &str) -> Result<Applying> {
    let history = &state.stored.history;
    let active = history.active_by_migration();
    let row = active.get(migration).copied();
    let there = state.folder.reviewed.get(migration);
    let is_applied_one = |reviewed: &&Arc<Reviewed>| {
        let recorded = row.and_then(|row| row.checksum.as_deref());
        recorded.is_none_or(|recorded| recorded == reviewed.checksum)
            || state.same_meaning.contains(migration)
    };
    let from_history = || {
        let row = row_of(history, migration).filter(|_| row.is_some())?;
        let files = restored(row, provider, neighbours(&state.folder, migration)).ok()?.files;
        let files = files.present().map(|(name, bytes)| (name, bytes.to_vec())).collect();
        let folder =
            crate::artifact_dir::Folder { name: migration.to_owned(), files, problems: Vec::new() };
        load(folder, provider).1.map(Arc::new)
    };
    if let Some(reviewed) = there.filter(is_applied_one).cloned().or_else(from_history) {
        return Ok(Applying {
            before: before_of(state, migration, &reviewed),
            after: reviewed.artifact.after_schema.clone(),
            metadata: reviewed.artifact.metadata.clone(),
            provider: reviewed.provider,
            checksum: Some(reviewed.checksum.clone()),
            reviewed: Some(reviewed),
        });
    }
    let snapshots =
        row.and_then(|row| Some((row, row.before_schema.clone()?, row.after_schema.clone()?)));
    let Some((row, before, after)) = snapshots else {
        return Err(Error::refused(
            "missing-snapshot",
            format!("{migration} cannot be rolled back: neither its directory nor the history has its snapshots."),
        )
        .help("Fetch its directory from version control, then run comon migrate rollback again."));
    };
    Ok(Applying {
        before,
        after,
        metadata: metadata(row),
        provider: row.provider.as_deref().and_then(Provider::from_name).unwrap_or(provider),
        checksum: row.checksum.clone(),
        reviewed: None,
    })
}

/// comon_orm reads before.prisma back from its tables; the state that people wrote is the
/// predecessor's.
fn before_of(state: &State, migration: &str, reviewed: &Reviewed) -> String {
    let active = state.stored.history.active();
    let previous = active.iter().rev().find(|row| row.migration() != migration);
    let written =
        previous.filter(|_| reviewed.is_foreign()).and_then(|row| row.after_schema.as_ref());
    let is_same = |written: &&String| {
        let lower = |text: &str| lowered(text, reviewed.provider);
        lower(written)
            .zip(lower(&reviewed.artifact.before_schema))
            .is_some_and(|(left, right)| is_read_back(&left, &right))
    };
    written.filter(is_same).unwrap_or(&reviewed.artifact.before_schema).clone()
}

/// Plans what the migration did.
///
/// # Errors
///
/// A snapshot cannot be used.
pub fn forward(applying: &Applying) -> Result<Forward> {
    if let Some(reviewed) = &applying.reviewed
        && !reviewed.is_foreign()
    {
        let replanned = replan(&reviewed.artifact).map_err(|error| unplannable(&error))?;
        return Ok(Forward { planned: replanned.planned, findings: replanned.findings });
    }
    let hints = hints(&applying.metadata);
    let planned = planned([&applying.before, &applying.after], &hints, applying.provider)?;
    Ok(Forward { findings: planned.findings.clone(), planned })
}

/// Plans the way back of a whole migration.
///
/// # Errors
///
/// As [`forward`].
pub fn backward(applying: &Applying) -> Result<Planned> {
    planned([&applying.after, &applying.before], &inverted(&applying.metadata), applying.provider)
}

fn planned([from, to]: [&String; 2], hints: &[RenameHint], provider: Provider) -> Result<Planned> {
    let before = snapshot_sources("after.prisma", from);
    let after = Sources::single("before.prisma", to);
    let request = PlanRequest { before: before.as_ref(), after: &after, hints };
    plan_for(&request, Some(provider)).map_err(|error| unplannable(&error))
}

fn unplannable(error: &PlanError) -> Error {
    Error::refused("cannot-plan", "The way back cannot be planned.")
        .detail(error.to_string())
        .help("Write the way back by hand: comon migrate dev --empty --name undo")
}

/// The hints that lead back.
fn inverted(metadata: &Metadata) -> Vec<RenameHint> {
    let invert = |hint: RenameHint| RenameHint { before: hint.after, after: hint.before };
    hints(metadata).into_iter().map(invert).collect()
}

/// From what a run that stopped half-way left: the tables that the migration is about as they were
/// before it, everything else as it is.
///
/// # Errors
///
/// The plan cannot be made.
pub fn from_half_way(
    applying: &Applying,
    forward: &Planned,
    found: &LiveDatabase,
    state: &State,
    config: &Config,
) -> Result<Back> {
    let mut about = changed_tables(&forward.changes);
    let by_hand = applying.reviewed.as_ref().is_none_or(|reviewed| {
        reviewed.is_foreign() || reviewed.artifact.migration_sql != forward.migration_sql
    });
    if by_hand {
        let tables = forward.before.tables.iter().chain(&forward.after.tables);
        about.extend(tables.map(|table| table.name.clone()));
    }
    let wanted = mixed(&forward.before, found, &about);
    let known = Known { config, expressions: &state.known, inherits: state.inherits };
    let follows =
        |hint: &RenameHint| from_live(found, &wanted, known, std::slice::from_ref(hint)).is_ok();
    let mut hints = inverted(&applying.metadata);
    hints.retain(follows);
    let between = from_live(found, &wanted, known, &hints)?;
    let mut sql = String::new();
    let half_built = found.unmanaged.iter().filter(|object| {
        object.kind == UnmanagedKind::InvalidIndex
            && object.table.as_ref().is_some_and(|table| about.contains(table))
    });
    for object in half_built {
        sql.push_str(&concurrent::drop_index_in_transaction_sql(&quote_name(&object.name)));
        sql.push_str(";\n\n");
    }
    sql.push_str(&between.planned.migration_sql);
    Ok(Back { planned: between.planned, sql })
}

/// The live database with those tables as they were, and their enum types.
fn mixed(before: &Database, found: &LiveDatabase, about: &BTreeSet<ObjectName>) -> Database {
    let mut wanted = alone(found);
    wanted.tables.retain(|table| !about.contains(&table.name));
    wanted.tables.extend(before.tables.iter().filter(|table| about.contains(&table.name)).cloned());
    wanted.tables.sort_by(|left, right| left.name.cmp(&right.name));
    wanted.enums.clone_from(&before.enums);
    wanted
}
