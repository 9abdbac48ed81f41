//! Files, history, journal, plan and live state in; one decision out. Pure: it reads no file,
//! asks no database and knows no clock, so that every refusal can be tested as a value.

use crate::deploy::decision::{Code, Decision, MigrationView, Problem, State};
use crate::deploy::drift::{self, drift_problem};
use crate::deploy::situation::{Begun, LocalMigration, Scope, Situation};
use crate::history::journal::{self, JournalStep};
use crate::history::row::{History, Row};
use planner_core::format;
use planner_core::source::Sources;
use std::collections::{BTreeMap, BTreeSet};

/// Decides over everything at once: all problems, not the first.
pub fn decide(situation: &Situation<'_>) -> Decision {
    let active = situation.history.active_by_migration();
    let rolled_back = situation.history.rolled_back();
    let states = states(situation, &active, &rolled_back);
    let pending = pending(situation.local, situation.history, situation.scope);

    let mut problems = Vec::new();
    for local in situation.local {
        let state = states.get(local.name.as_str()).copied().unwrap_or(State::Pending);
        problems.extend(file_problems(situation, local, state));
        match active.get(local.name.as_str()) {
            Some(row) => problems.extend(applied_problems(situation, local, row)),
            None => problems.extend(pending_problems(situation, local, state, &active)),
        }
    }
    problems.extend(missing_locally(situation, &active));
    problems.extend(missing_snapshot(situation));

    let touched = touched_tables(situation, &pending);
    let (drift_found, mut notices) = drift_problem(situation, &pending, &touched);
    problems.extend(drift_found);
    // Files that are not the sealed ones explain whatever else is found in them.
    problems.sort_by_key(|problem| (!problem.stops, problem.code != Code::ArtifactNotSealed));

    let assessed: Vec<_> =
        pending.iter().filter_map(|name| situation.assessments.get(name)).collect();
    notices.extend(applied_chain_breaks(situation, &active));
    notices.extend(same_meaning_notices(situation));
    notices.extend(assessed.iter().flat_map(|each| each.notices.iter().cloned()));
    let gates: Vec<_> = assessed.iter().flat_map(|each| situation.consent.gates_of(each)).collect();
    let drift_names: Vec<_> =
        situation.drift.differences.iter().map(|each| each.names.clone()).collect();
    let unused_flags = situation.consent.unused(&gates, &drift_names);
    let (open, mut accepted) = situation.consent.sort(gates);
    accepted.extend(drift::accepted(situation, &pending));

    let migrations = views(&states, &problems, &active);
    Decision { migrations, pending, problems, open, accepted, notices, unused_flags }
}

fn states<'a>(
    situation: &Situation<'a>,
    active: &BTreeMap<&'a str, &'a Row>,
    rolled_back: &BTreeSet<&'a str>,
) -> BTreeMap<&'a str, State> {
    let mut states = BTreeMap::new();
    for local in situation.local {
        let name = local.name.as_str();
        let state = if rolled_back.contains(name) { State::RolledBack } else { State::Pending };
        states.insert(name, state);
    }
    for step in situation.journal.iter().filter(|step| !undoes_active(step, active)) {
        states.insert(step.migration.as_str(), State::Incomplete);
    }
    for name in rolled_back {
        states.entry(name).or_insert(State::RolledBack);
    }
    // The history row commits with the last section: where it is, the journal's rest is stale.
    for name in active.keys() {
        states.insert(name, State::Applied);
    }
    states
}

/// Whether a step belongs to the rollback of what is still applied.
fn undoes_active(step: &JournalStep, active: &BTreeMap<&str, &Row>) -> bool {
    journal::undone_by(&step.migration).is_some_and(|undone| active.contains_key(undone))
}

/// The migrations to apply or to continue, in order: what a decision needs assessed beforehand.
pub fn pending(local: &[LocalMigration], history: &History, scope: &Scope) -> Vec<String> {
    let active = history.active_by_migration();
    let rolled_back = history.rolled_back();
    let wanted = |local: &&LocalMigration| {
        let name = local.name.as_str();
        let again = !rolled_back.contains(name) || scope.reapply.contains(name);
        !active.contains_key(name) && again && scope.includes(name)
    };
    local.iter().filter(wanted).map(|local| local.name.clone()).collect()
}

fn file_problems(situation: &Situation<'_>, local: &LocalMigration, state: State) -> Vec<Problem> {
    let stops = situation.scope.includes(&local.name);
    let mut problems = Vec::new();
    let invalid: Vec<String> = match situation.assessments.get(&local.name) {
        Some(assessment) => local.invalid.iter().chain(&assessment.invalid).cloned().collect(),
        None => local.invalid.clone(),
    };
    if !invalid.is_empty() {
        problems.push(Problem {
            code: Code::InvalidLocalArtifacts,
            migration: Some(local.name.clone()),
            message: format!("the files of {} cannot be used", local.name),
            details: invalid,
            next: format!(
                "restore the directory of {} as it was reviewed, from version control",
                local.name
            ),
            stops,
        });
    }
    if !local.unsealed.is_empty() {
        let next = if state == State::Applied {
            format!("restore the directory of {} from version control", local.name)
        } else {
            format!(
                "if the change is meant: comon migrate seal {}; else restore the directory from \
                 version control",
                local.name
            )
        };
        problems.push(Problem {
            code: Code::ArtifactNotSealed,
            migration: Some(local.name.clone()),
            message: format!("the files of {} were changed after they were sealed", local.name),
            details: local.unsealed.clone(),
            next,
            stops,
        });
    }
    if let Some(provider) = local.provider.filter(|provider| *provider != situation.provider) {
        problems.push(Problem {
            code: Code::ProviderMismatch,
            migration: Some(local.name.clone()),
            message: format!(
                "{} is a migration for {}, and the database is {}",
                local.name,
                provider.display_name(),
                situation.provider.display_name()
            ),
            details: Vec::new(),
            next: "start a new migrations folder for this database with --migrations".to_owned(),
            stops,
        });
    }
    problems
}

fn applied_problems(situation: &Situation<'_>, local: &LocalMigration, row: &Row) -> Vec<Problem> {
    let mut problems = Vec::new();
    let differs = match (&row.checksum, &local.checksum) {
        (Some(recorded), Some(computed)) => recorded != computed,
        (Some(_) | None, _) => false,
    };
    if differs && !situation.same_meaning.contains(&local.name) {
        problems.push(Problem {
            code: Code::ChecksumMismatch,
            migration: Some(local.name.clone()),
            message: format!(
                "{} was applied, and its files differ from what was applied",
                local.name
            ),
            details: vec![
                format!("recorded {}", row.checksum.as_deref().unwrap_or_default()),
                format!("in files {}", local.checksum.as_deref().unwrap_or_default()),
            ],
            next: format!(
                "restore the directory of {} from version control, and put the change into a new \
                 migration",
                local.name
            ),
            stops: true,
        });
    }
    let recorded = row.provider.as_deref().and_then(planner_core::provider::Provider::from_name);
    if recorded.is_some_and(|recorded| recorded != situation.provider) {
        problems.push(Problem {
            code: Code::ProviderMismatch,
            migration: Some(local.name.clone()),
            message: format!(
                "{} was recorded for {}, and the database is {}",
                local.name,
                row.provider.as_deref().unwrap_or_default(),
                situation.provider.display_name()
            ),
            details: Vec::new(),
            next: "check that --url names the database that you mean".to_owned(),
            stops: true,
        });
    }
    problems
}

fn pending_problems(
    situation: &Situation<'_>,
    local: &LocalMigration,
    state: State,
    active: &BTreeMap<&str, &Row>,
) -> Vec<Problem> {
    let name = &local.name;
    let within = situation.scope.includes(name);
    let mut problems = Vec::new();
    match state {
        State::RolledBack => {
            let again = situation.scope.reapply.contains(name);
            if !again {
                problems.push(Problem {
                    code: Code::RolledBack,
                    migration: Some(name.clone()),
                    message: format!(
                        "{name} was rolled back here, and its directory is still there"
                    ),
                    details: Vec::new(),
                    next: format!(
                        "comon migrate deploy --reapply {name} applies it again; or remove its \
                         directory"
                    ),
                    stops: within,
                });
                return problems;
            }
        }
        State::Incomplete => {
            problems.push(incomplete(situation, name, within));
        }
        State::Pending | State::Applied => problems.push(Problem {
            code: Code::LocalMigrationNotApplied,
            migration: Some(name.clone()),
            message: format!("{name} is not applied"),
            details: Vec::new(),
            next: "comon migrate deploy".to_owned(),
            stops: false,
        }),
    }
    let later = active.keys().rfind(|applied| applied.as_bytes() > name.as_bytes());
    if let Some(later) = later {
        problems.push(Problem {
            code: Code::OutOfOrder,
            migration: Some(name.clone()),
            message: format!("{name} is pending and sorts before {later}, which is applied"),
            details: Vec::new(),
            next: format!(
                "comon migrate rebase {name} plans its change anew on top of the last migration"
            ),
            stops: within,
        });
    }
    let Some(assessment) = situation.assessments.get(name) else {
        return problems;
    };
    problems
        .extend(assessment.obstacles.iter().map(|each| Problem { stops: within, ..each.clone() }));
    if !assessment.chain_break.is_empty() {
        problems.push(Problem {
            code: Code::BrokenChain,
            migration: Some(name.clone()),
            message: format!("{name} does not start where the migration before it ends"),
            details: assessment.chain_break.clone(),
            next: format!(
                "it was planned from another state: comon migrate rebase {name} plans its change \
                 anew on top of the last migration"
            ),
            stops: within,
        });
    }
    // Sealing adds the lines that an edit of migration.sql calls for.
    if !assessment.missing_warnings.is_empty() && local.unsealed.is_empty() {
        problems.push(Problem {
            code: Code::WarningsEdited,
            migration: Some(name.clone()),
            message: format!("warnings.txt of {name} lacks what the planner warns of"),
            details: assessment.missing_warnings.clone(),
            next: format!(
                "put the lines back into warnings.txt of {name}, run comon migrate seal {name}, \
                 and have it reviewed"
            ),
            stops: within,
        });
    }
    problems
}

/// A migration that was begun here: where it stopped, and whether the next run can go on.
fn incomplete(situation: &Situation<'_>, name: &str, within: bool) -> Problem {
    let steps = journal::of_migration(situation.journal, name);
    let begun = situation.assessments.get(name).and_then(|each| each.begun.clone());
    let begun = begun.unwrap_or_else(|| Begun {
        whereabouts: vec![journal::describe(&steps)],
        changed: Vec::new(),
    });
    let changed = !begun.changed.is_empty();
    let (message, next) = if changed {
        (
            format!("{name} was begun here, and its migration.sql was changed since"),
            format!(
                "restore migration.sql of {name} as it was when the run began, then comon migrate \
                 deploy; or take the finished steps back with comon migrate rollback"
            ),
        )
    } else {
        (
            format!("{name} was begun here and not finished"),
            "comon migrate deploy goes on where it stopped".to_owned(),
        )
    };
    Problem {
        code: Code::MigrationIncomplete,
        migration: Some(name.to_owned()),
        message,
        details: begun.changed.into_iter().chain(begun.whereabouts).collect(),
        next,
        stops: changed && within,
    }
}

fn missing_locally(situation: &Situation<'_>, active: &BTreeMap<&str, &Row>) -> Vec<Problem> {
    let local: BTreeSet<&str> = situation.local.iter().map(|each| each.name.as_str()).collect();
    let mut problems = Vec::new();
    for (name, row) in active {
        if local.contains(name) {
            continue;
        }
        let by = row.ours.applied_by.as_deref().map(|who| format!(" by {who}"));
        problems.push(Problem {
            code: Code::AppliedMigrationMissingLocally,
            migration: Some((*name).to_owned()),
            message: format!("{name} is applied here and missing in the migrations folder"),
            details: vec![format!("applied at {}{}", row.applied_at, by.unwrap_or_default())],
            next: format!(
                "fetch the commit that adds its directory, or bring it back from the history with comon \
                 migrate restore {name}; check that --url names the database that you mean"
            ),
            stops: true,
        });
    }
    let begun: BTreeSet<&str> =
        situation.journal.iter().map(|step| step.migration.as_str()).collect();
    for name in begun {
        if local.contains(name) || active.contains_key(name) {
            continue;
        }
        let steps = journal::of_migration(situation.journal, name);
        let undone = journal::undone_by(name).filter(|undone| active.contains_key(undone));
        if let Some(undone) = undone {
            problems.push(Problem {
                code: Code::MigrationIncomplete,
                migration: Some(undone.to_owned()),
                message: format!("the rollback of {undone} was begun here and not finished"),
                details: vec![journal::describe(&steps)],
                next: format!("comon migrate rollback --name {undone}"),
                stops: true,
            });
            continue;
        }
        problems.push(Problem {
            code: Code::MigrationIncomplete,
            migration: Some(name.to_owned()),
            message: format!(
                "{name} was begun here and not finished, and the migrations folder lacks it"
            ),
            details: vec![journal::describe(&steps)],
            next: "fetch the commit that adds its directory, then comon migrate deploy".to_owned(),
            stops: true,
        });
    }
    problems
}

fn missing_snapshot(situation: &Situation<'_>) -> Option<Problem> {
    let row = situation.history.last_active()?;
    if row.after_schema.is_some() {
        return None;
    }
    let name = row.migration();
    // The folder's copy stands in where it is known to be what was applied.
    let known = situation.local.iter().any(|local| {
        local.name == name && local.checksum.is_some() && local.checksum == row.checksum
    });
    Some(Problem {
        code: Code::MissingDbSnapshot,
        migration: Some(name.to_owned()),
        message: format!("the history row of {name} holds no snapshot of the schema"),
        details: if known {
            vec![
                "the snapshot in the migrations folder has the recorded checksum and is used"
                    .to_owned(),
            ]
        } else {
            vec!["whether the database drifted from it cannot be told".to_owned()]
        },
        next: "nothing to do: the next migration that comon applies records its own snapshots"
            .to_owned(),
        stops: false,
    })
}

/// Tables that the pending migrations touch, and those that the command adds.
fn touched_tables(situation: &Situation<'_>, pending: &[String]) -> BTreeSet<String> {
    let assessed = pending.iter().filter_map(|name| situation.assessments.get(name));
    let mut touched: BTreeSet<String> =
        assessed.flat_map(|each| each.touched.iter().cloned()).collect();
    touched.extend(situation.also_touched.iter().cloned());
    touched
}

/// What is applied is never judged again: a break among applied migrations is only told.
fn applied_chain_breaks(situation: &Situation<'_>, active: &BTreeMap<&str, &Row>) -> Vec<String> {
    let mut notices = Vec::new();
    for pair in situation.local.windows(2) {
        let [previous, next] = pair else { continue };
        let both_applied =
            active.contains_key(previous.name.as_str()) && active.contains_key(next.name.as_str());
        let readable = previous.invalid.is_empty() && next.invalid.is_empty();
        // comon_orm writes before.prisma by introspection: its text never equals.
        let follows = previous.after == next.before
            || (previous.foreign && canonical(&previous.after) == next.before);
        if both_applied && readable && !next.foreign && !follows {
            notices.push(format!(
                "before.prisma of {} is not after.prisma of {}; both are applied already",
                next.name, previous.name
            ));
        }
    }
    notices
}

/// A snapshot of comon_orm as ours begins with it.
fn canonical(snapshot: &str) -> String {
    format::snapshot(&Sources::single("before.prisma", snapshot))
}

fn same_meaning_notices(situation: &Situation<'_>) -> Vec<String> {
    let notice = |name: &String| {
        format!(
            "the recorded checksum of {name} differs from its files, and both mean the same \
             schema; the row was not written by comon"
        )
    };
    situation.same_meaning.iter().map(notice).collect()
}

fn views(
    states: &BTreeMap<&str, State>,
    problems: &[Problem],
    active: &BTreeMap<&str, &Row>,
) -> Vec<MigrationView> {
    let mut views = Vec::new();
    for (name, state) in states {
        let about = |problem: &&Problem| problem.migration.as_deref() == Some(*name);
        let mut codes: Vec<Code> =
            problems.iter().filter(about).map(|problem| problem.code).collect();
        codes.sort();
        codes.dedup();
        let row = active.get(name);
        views.push(MigrationView {
            name: (*name).to_owned(),
            state: *state,
            codes,
            applied_at: row.map(|row| row.applied_at.clone()),
            applied_by: row.and_then(|row| row.ours.applied_by.clone()),
        });
    }
    views
}
