//! What was applied -> the run that takes it back: decided over as deploy does, executed, recorded.
//! Shared by `migrate rollback`, `dev --amend` and `migrate rebase`. How the way back is planned is
//! not known here.

use crate::commands::context::Context;
use crate::commands::course::{accepted_json, ours, prepare_history};
use crate::commands::measure::{is_one_transaction, measure};
use crate::commands::show::counted;
use crate::commands::state::State;
use crate::commands::way_back::{Applying, Back, applying, backward, forward, from_half_way};
use crate::config::Config;
use crate::deploy::assess::{
    changed_tables, finding_gate, managed_indexes, rebuilt_by, script_error, touched,
};
use crate::deploy::decision::{Accepted, Code, Decision, Problem};
use crate::deploy::gate::{Consent, Gate, Origin};
use crate::deploy::obstacles;
use crate::deploy::situation::Scope;
use crate::deploy::standing::Standing;
use crate::deploy::unmanaged;
use crate::error::{Error, ErrorKind, Result};
use crate::execute::apply::{Applied, Failure, Migration, apply};
use crate::execute::result_check::Expected;
use crate::history::journal;
use crate::history::row::{Kind, Row};
use crate::live;
use crate::session::Session;
use planner_core::planner::Planned;
use planner_core::provider::Provider;
use planner_core::review::irrecoverable::irrecoverable;
use planner_core::script::{self, Script};
use planner_core::warning::{Finding, Level};
use std::collections::BTreeSet;

/// The way back from a migration.
#[derive(Debug)]
pub struct Undo {
    /// The migration.
    pub migration: String,
    /// Whether it stopped half-way, so that only its finished steps are undone.
    pub incomplete: bool,
    /// Whether it is planned from what the database holds, and not from the state after.
    from_live: bool,
    /// The plan.
    pub planned: Planned,
    /// The SQL that runs.
    pub sql: String,
    /// What does not come back, one sentence each.
    pub lost: Vec<String>,
    script: Script,
    /// Its gating warnings.
    pub gates: Vec<Gate>,
    /// Statements of it that would fail here.
    pub obstacles: Vec<Problem>,
    /// Its row, but for the time and what is known when it is done.
    row: Row,
}

/// Which migration a rollback is about: the one that stopped half-way, else the last active one.
/// `named` must be that one.
///
/// # Errors
///
/// There is none, or another one was named.
pub fn last(state: &State, named: Option<&str>) -> Result<String> {
    let history = &state.stored.history;
    let active = history.active_by_migration();
    let mut begun = state.stored.journal.iter().map(|step| {
        let undone = journal::undone_by(&step.migration).filter(|name| active.contains_key(name));
        undone.unwrap_or(&step.migration)
    });
    let incomplete = begun.clone().find(|name| !active.contains_key(name));
    let last = incomplete.or_else(|| begun.next_back());
    let last = last.or_else(|| history.last_active().map(Row::migration));
    let Some(last) = last else {
        return Err(Error::refused("nothing-to-roll-back", "No migration is applied here.")
            .help("comon history lists what was applied and rolled back."));
    };
    match named {
        Some(named) if named != last => Err(Error::refused(
            "not-the-last",
            format!("Nothing was rolled back: {last} is the last migration here, not {named}."),
        )
        .help(format!(
            "Roll back {last} first, or write the way back as a new migration: comon migrate \
             revert {named} --name undo"
        ))),
        Some(_) | None => Ok(last.to_owned()),
    }
}

impl Undo {
    /// Plans the way back.
    ///
    /// # Errors
    ///
    /// A snapshot is missing or cannot be used.
    pub async fn plan(
        session: &mut Session,
        state: &State,
        config: &Config,
        migration: &str,
    ) -> Result<Self> {
        let applying = applying(state, session.provider(), migration)?;
        let steps = |name: &str| !journal::of_migration(&state.stored.journal, name).is_empty();
        let is_active = state.stored.history.active_by_migration().contains_key(migration);
        // A rollback of several sections that stopped between two goes on from what is there.
        let half_way = !is_active || steps(&journal::rollback_name(migration));
        let forward = forward(&applying)?;
        let back = if half_way {
            let ends = [&*forward.planned.before, &*forward.planned.after];
            let found = live::introspect(session, &state.look.over(ends)).await?;
            from_half_way(&applying, &forward.planned, &found, state, config)?
        } else {
            Back::from(backward(&applying)?)
        };
        let mut undo = Self::of(migration, [!is_active, half_way], back, &applying, state)?;
        undo.lost = irrecoverable(migration, &forward.findings);
        undo.gates.extend(unmanaged::gates(migration, &undo.planned, &state.unmanaged));
        let clearable = is_one_transaction(&undo.script);
        measure(session, &mut undo.gates, clearable, &Standing::default()).await?;
        Ok(undo)
    }

    fn of(
        migration: &str,
        [incomplete, from_live]: [bool; 2],
        back: Back,
        applying: &Applying,
        state: &State,
    ) -> Result<Self> {
        let Back { planned, sql } = back;
        let provider = planned.provider();
        let script = script::parse(provider, &sql).map_err(|errors| {
            let error = Error::failed("unreadable-plan", "The planned SQL cannot be read again.");
            errors.iter().map(script_error).fold(error, Error::detail)
        })?;
        let milliseconds = time::OffsetDateTime::now_utc().unix_timestamp_nanos() / 1_000_000;
        let history = &state.stored.history;
        let row = Row {
            name: format!("{migration}_rollback_{milliseconds}"),
            applied_at: String::new(),
            statement_count: script.statements().count() as i64,
            kind: Kind::Rollback,
            target_name: Some(migration.to_owned()),
            provider: Some(provider.name().to_owned()),
            checksum: applying.checksum.clone(),
            // What an incomplete run left is no state that anybody wrote down.
            before_schema: (!incomplete).then(|| applying.after.clone()),
            after_schema: Some(applying.before.clone()),
            warnings: planned.warnings.clone(),
            rebuild_required: planned.requires_rebuild,
            ours: ours("rollback", history.next_seq()),
        };
        let gating = planned.gating();
        let gates = gating
            .map(|finding| finding_gate(migration, &planned, finding, Origin::Reviewed))
            .collect();
        let rebuilt = rebuilt_by(&planned);
        let obstacles = obstacles::problems(None, provider, &script, &rebuilt, &state.unlike);
        let migration = migration.to_owned();
        Ok(Self {
            migration,
            incomplete,
            from_live,
            planned,
            sql,
            lost: Vec::new(),
            script,
            gates,
            obstacles,
            row,
        })
    }

    /// Decides over it: drift where it touches a table, and its warnings.
    pub fn decide(&self, state: &State, provider: Provider, consent: &Consent) -> Decision {
        // Nothing pending is meant.
        let none = Scope { to: Some(String::new()), reapply: BTreeSet::new() };
        let touched = if self.from_live { BTreeSet::new() } else { touched(&self.planned) };
        let mut decision = state.decide(provider, &none, consent, &touched);
        // Files do not matter here: what was applied is in the history. What stopped half-way is
        // planned from what is there, and so nothing of it is drift.
        decision.problems.retain(|problem| match problem.code {
            Code::Drift => !self.from_live,
            Code::ProviderMismatch => problem.stops,
            _ => false,
        });
        decision.problems.splice(0..0, self.obstacles.iter().cloned());
        let drift: Vec<_> = state.drift.differences.iter().map(|each| each.names.clone()).collect();
        decision.unused_flags = consent.unused(&self.gates, &drift);
        let (open, accepted) = consent.sort(self.gates.clone());
        decision.open.extend(open);
        for each in &mut decision.accepted {
            each.migration.clone_from(&self.migration);
        }
        decision.accepted.extend(accepted);
        decision
    }

    /// Runs it and records it, in one transaction where it has one section.
    ///
    /// # Errors
    ///
    /// The database refuses, or the result is not the state before; the failure says whether a section
    /// of it is committed.
    pub async fn run(
        &self,
        context: &Context<'_>,
        session: &mut Session,
        state: &State,
        accepted: &[&Accepted],
        lock_tries: u32,
    ) -> Result<Applied, Failure> {
        let prepared = prepare_history(session).await;
        prepared.map_err(|error| Failure { error, committed: false })?;
        let changed = changed_tables(&self.planned.changes);
        let names = state.drift.differences.iter().filter_map(|each| each.names.first().cloned());
        let accepted_differences: BTreeSet<String> = names.collect();
        let look = state.look.over([&*self.planned.before, &*self.planned.after]);
        let name = journal::rollback_name(&self.migration);
        let migration = Migration {
            name: &name,
            script: &self.script,
            rebuilt: &rebuilt_by(&self.planned),
            managed_indexes: &managed_indexes(&self.planned),
            to_clear: accepted.iter().filter_map(|each| each.to_clear.clone()).collect(),
            expected: Expected {
                after: &self.planned.after,
                changed: &changed,
                whole: false,
                inherits: state.inherits,
                scope: &look,
                known: &state.known,
                accepted: &accepted_differences,
            },
            lock_tries,
            journal: Vec::new(),
            forgets: self.forgets(state).then_some(self.forgotten(&name)),
            followed: false,
        };
        let mut row = self.row.clone();
        row.ours.accepted_warnings = accepted_json(accepted);
        row.ours.migration_sql = Some(self.sql.clone());
        let done = apply(session, &migration, row, context.interrupt, context.terminal).await;
        done.map_err(|failure| self.explain(failure))
    }

    /// The journal that goes: of the run that is undone, or of an earlier try to undo it.
    fn forgotten<'a>(&'a self, rollback: &'a str) -> &'a str {
        if self.incomplete { &self.migration } else { rollback }
    }

    fn forgets(&self, state: &State) -> bool {
        self.incomplete || !state.stored.journal.is_empty()
    }

    /// What a failed rollback leaves, so that nobody has to guess.
    fn explain(&self, failure: Failure) -> Failure {
        let migration = &self.migration;
        let Failure { mut error, committed } = failure;
        if error.id == "unexpected-result" {
            error.message =
                format!("The rollback of {migration} does not leave the state before it.");
            error.help = Some(format!(
                "Write the way back as a migration and edit its SQL: comon migrate revert {migration} \
                 --name undo"
            ));
        }
        error = match committed {
            true => error.detail(format!(
                "The rollback of {migration} is incomplete: its finished sections are committed."
            )),
            false => error
                .detail(format!("The rollback was rolled back: {migration} stands as before it.")),
        };
        if error.help.is_none() {
            let again = format!("run comon migrate rollback --name {migration} again");
            let interrupted = matches!(error.kind, ErrorKind::Interrupted(_));
            error = error.help(match interrupted {
                true => format!("To go on, {again}."),
                false => format!("Repair what the message names, then {again}."),
            });
        }
        Failure { error, committed }
    }

    /// `3 statements`.
    pub fn count(&self) -> String {
        counted(self.script.statements().count(), "statement")
    }

    /// How many statements it has.
    pub fn statements(&self) -> usize {
        self.script.statements().count()
    }

    /// The notices of its plan; the order of releases is a question of deploys.
    pub fn notices(&self) -> impl Iterator<Item = &Finding> {
        let notices = self.planned.findings.iter().filter(|each| each.level == Level::Notice);
        notices.filter(|each| !each.rule.starts_with("breaks-"))
    }
}
