//! The one way through the planner: two schemas in, everything that there is to know about the
//! migration between them out. Commands, page and bot all come through here, so that they see
//! the same bytes.

use crate::database::lower::{lower, lower_existing};
use crate::database::model::Database;
use crate::diagnostic::{Diagnostic, Frames, Severity};
use crate::diff::change::ChangeSet;
use crate::diff::hint::{HintError, RenameHint};
use crate::diff::{ResolvedHint, diff, resolve};
use crate::format::Written;
use crate::plan::Plan;
use crate::plan::build::build;
use crate::plan::lowering::PlanContext;
use crate::provider::Provider;
use crate::schema::Checked;
use crate::source::{FileId, Sources};
use crate::syntax::document::{Arena, Document};
use crate::syntax::{Known, Moves};
use crate::warning::migration::Migration;
use crate::warning::rules::possible_rename::{LookAlike, look_alikes};
use crate::warning::{CheckContext, Finding, Level, check};
use crate::{dialect, format, schema, script, syntax};
use std::fmt;
use std::sync::Arc;

pub mod drafts;

/// What to plan.
#[derive(Debug, Clone, Copy)]
pub struct PlanRequest<'a> {
    /// The schema as it was, or its snapshot; `None` for the first migration.
    pub before: Option<&'a Sources>,
    /// The schema as it shall be, or its snapshot. It is read as a snapshot is: preview features
    /// are on and no URL is needed; what `check` asks beyond that is `check`'s.
    pub after: &'a Sources,
    /// What a person said is a rename.
    pub hints: &'a [RenameHint],
}

/// The migration.
#[derive(Debug, Clone)]
pub struct Planned {
    /// The database as it was: that which the migration before this one led to, where one was planned.
    pub before: Arc<Database>,
    /// The database as it shall be.
    pub after: Arc<Database>,
    /// The text of before.prisma; empty for the first migration.
    pub before_schema: String,
    /// The text of after.prisma.
    pub after_schema: String,
    /// The rename hints, by the names of the two databases: what metadata.txt records.
    pub renames: Vec<ResolvedHint>,
    /// What changes.
    pub changes: ChangeSet,
    /// What runs.
    pub plan: Plan,
    /// What to know before it runs.
    pub findings: Vec<Finding>,
    /// The text of migration.sql; empty where no statement is needed.
    pub migration_sql: String,
    /// The lines of warnings.txt: the gating findings' messages.
    pub warnings: Vec<String>,
    /// Whether a table is built anew: `rebuild_required` of metadata.txt.
    pub requires_rebuild: bool,
    /// How many statements migration.sql has.
    pub statement_count: usize,
}

impl Planned {
    /// The database family.
    pub fn provider(&self) -> Provider {
        self.plan.provider
    }

    /// Whether nothing changes at all, so that there is nothing to write down.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The findings that stop a deploy until they are accepted.
    pub fn gating(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.level == Level::Gating)
    }

    /// The findings that are only shown.
    pub fn notices(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.level == Level::Notice)
    }

    /// What may be a rename, for one who can be asked.
    pub fn look_alikes(&self) -> Vec<LookAlike> {
        look_alikes(&Migration::new(&self.before, &self.after, &self.changes, &self.plan))
    }
}

/// Which of the two schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The schema as it was.
    Before,
    /// The schema as it shall be.
    After,
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq)]
pub enum PlanError {
    /// A schema cannot be used; warnings are among the diagnostics where there is worse.
    Schema {
        /// Which one.
        side: Side,
        /// The texts that the diagnostics point into.
        sources: Sources,
        /// All that is wrong with it.
        diagnostics: Vec<Diagnostic>,
    },
    /// Rename hints that cannot be followed.
    Hints(Vec<HintError>),
    /// The two schemas are for different databases.
    ProviderSwitch {
        /// The provider before.
        before: Provider,
        /// The provider after.
        after: Provider,
    },
}

/// All of it in plain text, without colours.
impl fmt::Display for PlanError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Schema { side, sources, diagnostics } => {
                let which = match side {
                    Side::Before => "The schema before the migration cannot be used.",
                    Side::After => "The schema cannot be used.",
                };
                formatter.write_str(which)?;
                let frames = Frames::new(sources, false);
                for each in diagnostics {
                    write!(formatter, "\n\n{}", frames.render(each))?;
                }
                Ok(())
            }
            Self::Hints(errors) => {
                for (index, each) in errors.iter().enumerate() {
                    let separator = if index == 0 { "" } else { "\n" };
                    write!(formatter, "{separator}{each}")?;
                }
                Ok(())
            }
            Self::ProviderSwitch { before, after } => write!(
                formatter,
                "The provider changes from {before} to {after}: a migration cannot carry data from \
                 one database to another. Start a new migrations folder for {after}."
            ),
        }
    }
}

impl std::error::Error for PlanError {}

/// All problems of a schema as a person wrote it, in the order of the text: also what only planning
/// refuses, where the schema can be lowered.
pub fn problems(sources: &Sources) -> Vec<Diagnostic> {
    let checked = schema::check(sources);
    let mut diagnostics = checked.diagnostics;
    if let Some(schema) = &checked.schema {
        let (_, more) = lower(schema, dialect::type_system(schema.datasource.provider));
        crate::diagnostic::join(&mut diagnostics, more);
    }
    diagnostics
}

/// Plans the migration from one schema to another. The same request gives the same bytes.
pub fn plan(request: &PlanRequest<'_>) -> Result<Planned, PlanError> {
    plan_for(request, None)
}

/// The same for schemas that need not name their database, as comon_orm's snapshots: one without
/// a datasource is for the `assumed` provider, and the one before in any case for that of the
/// one after.
pub fn plan_for(
    request: &PlanRequest<'_>,
    assumed: Option<Provider>,
) -> Result<Planned, PlanError> {
    let (after, before) = databases(request, assumed, Snapshots::Written)?;
    let before = before.unwrap_or_else(|| nothing(after.0.provider));
    planned(before, after, request.hints)
}

/// The same for one who writes no artifact: the texts of the snapshots are empty.
pub fn plan_unwritten(request: &PlanRequest<'_>) -> Result<Planned, PlanError> {
    let (after, before) = databases(request, None, Snapshots::Unwritten)?;
    let before = before.unwrap_or_else(|| nothing(after.0.provider));
    planned(before, after, request.hints)
}

/// Plans the migration that follows another one. Where its schema before is, text for text, the one
/// that the other led to, that one has read it: only the schema after is read.
pub fn plan_next(
    previous: &Planned,
    after: &Sources,
    hints: &[RenameHint],
) -> Result<Planned, PlanError> {
    let request = PlanRequest { before: None, after, hints };
    let (after, _) = databases(&request, Some(previous.provider()), Snapshots::Written)?;
    planned((Arc::clone(&previous.after), previous.after_schema.clone()), after, hints)
}

/// What the first migration starts from.
fn nothing(provider: Provider) -> Reached {
    (Arc::new(Database::empty(provider)), String::new())
}

fn planned(before: Reached, after: Reached, hints: &[RenameHint]) -> Result<Planned, PlanError> {
    let (before, before_schema) = before;
    let (after, after_schema) = after;
    let (changes, renames) = changes(&before, &after, hints)?;
    let planned = between(before, after, changes);
    Ok(Planned { renames, before_schema, after_schema, ..planned })
}

/// What changes, and the hints by the names of the two databases.
fn changes(
    before: &Database,
    after: &Database,
    hints: &[RenameHint],
) -> Result<(ChangeSet, Vec<ResolvedHint>), PlanError> {
    if before.provider != after.provider {
        let (before, after) = (before.provider, after.provider);
        return Err(PlanError::ProviderSwitch { before, after });
    }
    let changes = diff(before, after, hints).map_err(PlanError::Hints)?;
    let renames = resolve(before, after, hints).map_err(PlanError::Hints)?;
    Ok((changes, renames))
}

/// Plans known changes between two databases, of which one may be live; there are no snapshots
/// then, and their texts are empty.
pub fn between(
    before: impl Into<Arc<Database>>,
    after: impl Into<Arc<Database>>,
    changes: ChangeSet,
) -> Planned {
    let (before, after) = (before.into(), after.into());
    let context = PlanContext { before: &before, after: &after, changes: &changes };
    let plan = build(&context, dialect::lowering(after.provider));
    let findings =
        check(&CheckContext { before: &before, after: &after, changes: &changes, plan: &plan });
    let gating = findings.iter().filter(|finding| finding.level == Level::Gating);
    Planned {
        before_schema: String::new(),
        after_schema: String::new(),
        migration_sql: script::render(&plan),
        warnings: gating.map(|finding| finding.message.clone()).collect(),
        requires_rebuild: plan.requires_rebuild(),
        statement_count: plan.statement_count(),
        renames: Vec::new(),
        before,
        after,
        changes,
        plan,
        findings,
    }
}

/// A database and the snapshot of its schema.
type Reached = (Arc<Database>, String);

/// Whether the snapshots of the two schemas are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Snapshots {
    /// They are.
    Written,
    /// Their texts are empty.
    Unwritten,
}

/// The databases that the two schemas mean, the one after first.
fn databases(
    request: &PlanRequest<'_>,
    assumed: Option<Provider>,
    snapshots: Snapshots,
) -> Result<(Reached, Option<Reached>), PlanError> {
    let Read { after, before } = read(request, assumed, snapshots)?;
    let reached = database(Side::After, after.checked)
        .map_err(|diagnostics| refused(Side::After, request.after, diagnostics))?;
    let after = (Arc::new(reached), after.snapshot);
    let (Some((before, moves)), Some(sources)) = (before, request.before) else {
        return Ok((after, None));
    };
    let own = moves.mover();
    let mut reached = database(Side::Before, before.checked).map_err(|mut diagnostics| {
        diagnostics.iter_mut().for_each(|each| each.move_places(&own));
        crate::diagnostic::sort(&mut diagnostics);
        refused(Side::Before, sources, diagnostics)
    })?;
    reached.move_places(own);
    Ok((after, Some((Arc::new(reached), before.snapshot))))
}

fn refused(side: Side, sources: &Sources, diagnostics: Vec<Diagnostic>) -> PlanError {
    PlanError::Schema { side, sources: sources.clone(), diagnostics }
}

/// What is left of the two texts once their documents, which are large, are gone.
struct Read {
    after: ReadSchema,
    /// With the places of what it has in common with the other text, which were read there.
    before: Option<(ReadSchema, Moves)>,
}

struct ReadSchema {
    checked: Checked,
    snapshot: String,
}

/// Reads the two texts. What stands word for word in both is read and written once. Most memory is
/// in use while the second text is checked: what can be made before or after that is.
fn read(
    request: &PlanRequest<'_>,
    assumed: Option<Provider>,
    snapshots: Snapshots,
) -> Result<Read, PlanError> {
    let sources = request.after;
    let snapshot =
        |sources: &Sources, document: &Document<'_>, known: Option<&Written>| match snapshots {
            Snapshots::Written => format::snapshot_of(sources, document, known),
            Snapshots::Unwritten => Written::default(),
        };
    let room = Arena::for_sources(sources);
    let (document, problems) = syntax::parse(sources, &room);
    let known = match problems.is_empty() {
        true => Known::of(sources, &document),
        false => Known::default(),
    };
    let checked = schema::check_snapshot_of(&document, problems, sources, assumed);
    let Some(schema) = &checked.schema else {
        return Err(refused(Side::After, sources, checked.diagnostics));
    };
    let Some(before) = request.before else {
        let snapshot = snapshot(sources, &document, None).text;
        return Ok(Read { after: ReadSchema { checked, snapshot }, before: None });
    };
    let provider = Some(schema.datasource.provider);
    let (both, own_room) = (sources.followed_by(before), Arena::default());
    let first = FileId(sources.len() as u32);
    let (own, problems, moves) = syntax::parse_with(&both, &known, first, &own_room);
    let own_checked = schema::check_snapshot_of(&own, problems, &both, provider);
    let written = snapshot(sources, &document, None);
    let own_snapshot = snapshot(&both, &own, Some(&written)).text;
    let before = ReadSchema { checked: own_checked, snapshot: own_snapshot };
    let after = ReadSchema { checked, snapshot: written.text };
    Ok(Read { after, before: Some((before, moves)) })
}

/// The database of a schema that was checked, else all that is wrong with it. A schema that exists
/// already may hold what the planner refuses today: only one that is to be reached must be free
/// of it.
fn database(side: Side, checked: Checked) -> Result<Database, Vec<Diagnostic>> {
    let mut diagnostics = checked.diagnostics;
    let Some(schema) = checked.schema else { return Err(diagnostics) };
    let types = dialect::type_system(schema.datasource.provider);
    if side == Side::Before {
        return Ok(lower_existing(&schema, types));
    }
    let (database, more) = lower(&schema, types);
    crate::diagnostic::join(&mut diagnostics, more);
    let refused = |each: &Diagnostic| each.severity != Severity::Warning;
    if diagnostics.iter().any(refused) { Err(diagnostics) } else { Ok(database) }
}

#[cfg(test)]
mod tests;
