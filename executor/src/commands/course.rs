//! Applying several migrations one after the other under one lock: what carries over from each
//! to the next, and what goes into its history row.

use crate::commands::context::Context;
use crate::commands::state::{State, VERSION};
use crate::deploy::assess::{Ready, Reviewed};
use crate::deploy::decision::Accepted;
use crate::deploy::later_functions::{self, LaterFunction};
use crate::error::{Error, Result};
use crate::execute::apply::{Applied, Failure, LOCK_TRIES, Migration, apply};
use crate::execute::result_check::Expected;
use crate::history::journal;
use crate::history::row::{History, Kind, Ours, Row};
use crate::history::store;
use crate::live::{self, LiveExpressions};
use crate::session::{DeployLock, Session, Wait};
use crate::system;
use std::collections::BTreeSet;
use std::sync::OnceLock;
use std::time::Duration;
use tracing::Instrument;

/// How migrations are applied.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    /// The command that the history names: `dev`, `deploy`.
    pub command: &'static str,
    /// How often a section is tried when a lock is not free in time.
    pub lock_tries: u32,
}

impl Manner {
    /// As that command does unless it was told otherwise.
    pub fn of(command: &'static str) -> Self {
        Self { command, lock_tries: LOCK_TRIES }
    }
}

/// What carries over from one migration to the next.
#[derive(Debug)]
pub struct Course {
    manner: Manner,
    followed: bool,
    seq: i64,
    known: LiveExpressions,
    accepted_differences: BTreeSet<String>,
}

impl Course {
    /// A run that begins at that state. The history table is created or brought up to date.
    ///
    /// # Errors
    ///
    /// The history table cannot be written.
    pub async fn begin(session: &mut Session, state: &State, manner: Manner) -> Result<Self> {
        refuse_old_server(session, state).await?;
        prepare_history(session).await?;
        Ok(Self {
            manner,
            followed: false,
            seq: state.stored.history.next_seq(),
            known: state.known.clone(),
            accepted_differences: state
                .drift
                .differences
                .iter()
                .filter_map(|each| each.names.first().cloned())
                .collect(),
        })
    }

    /// Whether another migration is applied after the next one. Then that one may end with the first message of
    /// the other: whoever says so asks [`Session::unended`] behind it, and settles the history in the end.
    pub fn followed(&mut self, followed: bool) {
        self.followed = followed;
    }

    /// The last migration did not come to its end after all; nothing of it is left.
    pub fn step_back(&mut self) {
        self.seq -= 1;
    }

    /// Applies one migration and records it.
    ///
    /// # Errors
    ///
    /// It did not come to its end; the failure says whether a part of it is committed.
    pub async fn apply(
        &mut self,
        context: &Context<'_>,
        session: &mut Session,
        state: &State,
        ready: &Ready,
        accepted: &[&Accepted],
    ) -> Result<Applied, Failure> {
        let changed = ready.changed();
        let bracketed = ready.script.foreign_keys_off;
        let migration = Migration {
            name: &ready.reviewed.name,
            script: &ready.script,
            rebuilt: &if bracketed { ready.rebuilt() } else { BTreeSet::new() },
            managed_indexes: &if bracketed { ready.managed_indexes() } else { BTreeSet::new() },
            to_clear: accepted.iter().filter_map(|each| each.to_clear.clone()).collect(),
            expected: Expected {
                after: &ready.planned.after,
                changed: &changed,
                // Without a known state before, what was there before cannot be told apart.
                whole: ready.is_hand_written() && state.drift.unknown.is_none(),
                inherits: state.inherits,
                scope: &state.look,
                known: &self.known,
                accepted: &self.accepted_differences,
            },
            lock_tries: self.manner.lock_tries,
            journal: journal::of_migration(&state.stored.journal, &ready.reviewed.name),
            forgets: None,
            followed: self.followed && !ready.is_hand_written(),
        };
        let row = self.row(state, ready, accepted);
        let span = tracing::info_span!(
            "migration",
            name = migration.name,
            command = self.manner.command,
            statements = row.statement_count
        );
        let applied = apply(session, &migration, row, context.interrupt, context.terminal)
            .instrument(span)
            .await?;
        self.seq += 1;
        if let Some(json) = &applied.row.ours.live_expressions {
            self.known = LiveExpressions::from_json(json);
        }
        Ok(applied)
    }

    fn row(&self, state: &State, ready: &Ready, accepted: &[&Accepted]) -> Row {
        let mut ours = ours(self.manner.command, self.seq);
        ours.accepted_warnings = accepted_json(accepted);
        ours.migration_sql = Some(ready.executed_sql().to_owned());
        let row = applied_row(&state.stored.history, &ready.reviewed, ours);
        Row { statement_count: ready.script.statements().count() as i64, ..row }
    }
}

/// The row of a migration that is recorded as it stands in its directory, but for the time.
pub fn applied_row(history: &History, reviewed: &Reviewed, ours: Ours) -> Row {
    let name = history.next_row_name(&reviewed.name);
    Row {
        target_name: (name != reviewed.name).then(|| reviewed.name.clone()),
        name,
        applied_at: String::new(),
        statement_count: reviewed.artifact.statement_count() as i64,
        kind: Kind::Apply,
        provider: Some(reviewed.provider.name().to_owned()),
        checksum: Some(reviewed.checksum.clone()),
        before_schema: Some(reviewed.artifact.before_schema.clone()),
        after_schema: Some(reviewed.artifact.after_schema.clone()),
        warnings: reviewed.artifact.warnings.clone(),
        rebuild_required: reviewed.artifact.rebuild_required,
        ours: Ours { metadata: reviewed.metadata.clone(), ..ours },
    }
}

/// Who writes a row, and with which command.
pub fn ours(command: &str, seq: i64) -> Ours {
    Ours {
        seq: Some(seq),
        command: Some(command.to_owned()),
        executor_version: Some(VERSION.to_owned()),
        applied_by: applied_by(),
        ..Ours::default()
    }
}

/// What was accepted, as a row holds it.
pub fn accepted_json(accepted: &[&Accepted]) -> Option<String> {
    serde_json::to_string(accepted).ok().filter(|_| !accepted.is_empty())
}

/// A plan is made for a server of some age; an older one may read its SQL otherwise, and lack a function
/// that a default calls.
///
/// # Errors
///
/// The server is older than one of the pending migrations is for.
pub async fn refuse_old_server(session: &mut Session, state: &State) -> Result<()> {
    refuse_older_than_target(session, state)?;
    let (major, _) = session.facts().version_number;
    for later in later_functions::of(state.ready.values()) {
        if major >= later.since || live::functions::exists(session, later.function).await? {
            continue;
        }
        let LaterFunction { migration, column, function, since } = later;
        return Err(Error::refused(
            "server-too-old",
            format!(
                "{migration} gives {column} a default that calls {function}(), which PostgreSQL has \
                 from {since} on, and this is {}.",
                session.facts().version
            ),
        )
        .help(format!("Upgrade the server, create a function {function}() in it, or plan another default.")));
    }
    Ok(())
}

fn refuse_older_than_target(session: &Session, state: &State) -> Result<()> {
    let facts = session.facts();
    for ready in state.ready.values() {
        let Some((major, minor)) = ready.reviewed.target_version else { continue };
        if facts.version_number < (major, minor) {
            let product = session.provider().display_name();
            return Err(Error::refused(
                "server-too-old",
                format!(
                    "{} is for {product} {major}.{minor} or later, and this is {}.",
                    ready.reviewed.name, facts.version
                ),
            )
            .help("Upgrade the server."));
        }
    }
    Ok(())
}

/// Creates or upgrades the history table where it has to be, in a transaction of its own.
///
/// # Errors
///
/// The database refuses.
pub async fn prepare_history(session: &mut Session) -> Result<()> {
    if store::is_prepared(session).await? {
        return Ok(());
    }
    session.in_own_transaction(store::prepare).await
}

/// How long a command waits for the deploy lock unless it was told otherwise.
pub const PATIENCE: Wait = Wait::For(Duration::from_secs(60));

/// Does the work under the deploy lock, and ends the session.
///
/// # Errors
///
/// The lock is not to be had in time, the run was stopped, or the work fails.
pub async fn under_lock<T>(
    context: &Context<'_>,
    mut session: Session,
    wait: Wait,
    work: impl AsyncFnOnce(&mut Session) -> Result<T>,
) -> Result<T> {
    let held = lock(context, &mut session, wait).await?;
    let _guard = context.interrupt.guard();
    let result = work(&mut session).await;
    // A lock that cannot be released by hand goes with the session.
    let _ = session.unlock(held).await;
    let _ = session.close().await;
    result
}

/// Takes the deploy lock, telling who holds it while waiting.
async fn lock(context: &Context<'_>, session: &mut Session, wait: Wait) -> Result<DeployLock> {
    let terminal = context.terminal;
    let mut waiting = |holder: &crate::session::Holder, waited: Duration| {
        let so_far = match waited.as_secs() {
            0 => String::new(),
            seconds => format!(" ({seconds} s so far)"),
        };
        terminal
            .note(&format!("Waiting for the deploy lock, held by {}{so_far}.", holder.describe()));
    };
    tokio::select! {
        biased;
        lock = session.lock(wait, terminal.command, &mut waiting) => lock,
        () = context.interrupt.asked() => Err(stopped(context)),
    }
}

/// The error of a run that was asked to stop.
pub fn stopped(context: &Context<'_>) -> Error {
    context.interrupt.error().unwrap_or_else(|| Error::failed("interrupted", "Stopped."))
}

/// Who runs this, as `user@host`; the history names them to the next who wonders.
pub fn applied_by() -> Option<String> {
    static WHO: OnceLock<Option<String>> = OnceLock::new();
    WHO.get_or_init(user_and_host).clone()
}

fn user_and_host() -> Option<String> {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let user = variable("USER").or_else(|| variable("LOGNAME")).or_else(system::user);
    let host = system::host()
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .or_else(|| variable("HOSTNAME"));
    match (user, host) {
        (Some(user), Some(host)) => Some(format!("{user}@{host}")),
        (Some(one), None) | (None, Some(one)) => Some(one),
        (None, None) => None,
    }
}
