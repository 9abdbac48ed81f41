//! Every refusal of a decision, as a value.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use crate::deploy::decide::decide;
use crate::deploy::decision::{Code, Decision, State};
use crate::deploy::gate::{Consent, Gate, Origin};
use crate::deploy::measured::Measured;
use crate::deploy::situation::{Assessment, Drift, LocalMigration, Scope, Situation};
use crate::history::journal::{JournalStep, StepState};
use crate::history::row::{History, Kind, Ours, Row};
use crate::live::Difference;
use planner_core::provider::Provider;
use std::collections::{BTreeMap, BTreeSet};

/// A world in which everything is in order; each test breaks one thing.
struct World {
    local: Vec<LocalMigration>,
    rows: Vec<Row>,
    journal: Vec<JournalStep>,
    assessments: BTreeMap<String, Assessment>,
    same_meaning: BTreeSet<String>,
    drift: Drift,
    consent: Consent,
    scope: Scope,
}

impl World {
    /// `1_a` is applied, `2_b` is pending and touches users.
    fn new() -> Self {
        let assessment = Assessment { touched: set(&["users"]), ..Assessment::default() };
        Self {
            local: vec![local("1_a", "", "A"), local("2_b", "A", "B")],
            rows: vec![row("1_a", 1, Kind::Apply)],
            journal: Vec::new(),
            assessments: BTreeMap::from([("2_b".to_owned(), assessment)]),
            same_meaning: BTreeSet::new(),
            drift: Drift::default(),
            consent: Consent::default(),
            scope: Scope::default(),
        }
    }

    fn decide(&self) -> Decision {
        decide(&Situation {
            provider: Provider::Sqlite,
            local: &self.local,
            history: &History::new(self.rows.clone()),
            journal: &self.journal,
            assessments: &self.assessments,
            same_meaning: &self.same_meaning,
            drift: &self.drift,
            also_touched: &BTreeSet::new(),
            consent: &self.consent,
            scope: &self.scope,
        })
    }

    fn assessment(&mut self) -> &mut Assessment {
        self.assessments.get_mut("2_b").unwrap()
    }
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn local(name: &str, before: &str, after: &str) -> LocalMigration {
    LocalMigration {
        name: name.to_owned(),
        provider: Some(Provider::Sqlite),
        checksum: Some(format!("sum of {name}")),
        before: before.to_owned(),
        after: after.to_owned(),
        ..LocalMigration::default()
    }
}

fn row(name: &str, seq: i64, kind: Kind) -> Row {
    Row {
        name: if kind == Kind::Apply { name.to_owned() } else { format!("{name}_rollback_{seq}") },
        applied_at: format!("2026-01-0{seq}T00:00:00Z"),
        statement_count: 1,
        kind,
        target_name: (kind == Kind::Rollback).then(|| name.to_owned()),
        provider: Some("sqlite".to_owned()),
        checksum: Some(format!("sum of {name}")),
        before_schema: Some(String::new()),
        after_schema: Some("A".to_owned()),
        warnings: Vec::new(),
        rebuild_required: false,
        ours: Ours {
            seq: Some(seq),
            applied_by: Some("ann@host".to_owned()),
            executor_version: Some("0.1.0".to_owned()),
            ..Ours::default()
        },
    }
}

fn difference(table: &str) -> Difference {
    Difference {
        names: vec![format!("{table}.email")],
        tables: set(&[table]),
        message: format!("column {table}.email is missing"),
        notice: false,
    }
}

fn gate() -> Gate {
    Gate {
        migration: "2_b".to_owned(),
        id: "drop-column".to_owned(),
        subject: "users.legacy_code".to_owned(),
        qualified: "column:users.legacy_code".to_owned(),
        aliases: Vec::new(),
        message: "Potential data loss: dropping column users.legacy_code.".to_owned(),
        origin: Origin::Reviewed,
        finding: None,
        measured: Measured::default(),
        committed: None,
    }
}

fn codes(decision: &Decision) -> Vec<(&'static str, bool)> {
    decision.problems.iter().map(|each| (each.code.word(), each.stops)).collect()
}

#[test]
fn pending_migration_in_good_order_goes_ahead() {
    let decision = World::new().decide();
    assert_eq!(decision.pending, ["2_b"]);
    assert!(!decision.is_refused());
    assert_eq!(codes(&decision), [("local-migration-not-applied", false)]);
    assert!(!decision.is_clean());
}

#[test]
fn nothing_pending_is_clean() {
    let mut world = World::new();
    world.rows.push(row("2_b", 2, Kind::Apply));
    let decision = world.decide();
    assert!(decision.is_clean());
    assert_eq!(decision.migrations.len(), 2);
    assert!(decision.migrations.iter().all(|each| each.state == State::Applied));
}

#[test]
fn changed_files_of_applied_migration_are_a_checksum_mismatch_also_when_unsealed() {
    let mut world = World::new();
    world.local[0].checksum = Some("other".to_owned());
    world.local[0].unsealed = vec!["metadata.txt: the seal does not fit".to_owned()];
    let decision = world.decide();
    assert_eq!(
        codes(&decision),
        [
            ("artifact-not-sealed", true),
            ("checksum-mismatch", true),
            ("local-migration-not-applied", false)
        ]
    );
    let first = &decision.migrations[0];
    assert_eq!(first.codes, [Code::ChecksumMismatch, Code::ArtifactNotSealed]);
}

#[test]
fn row_of_others_that_means_the_same_is_a_notice() {
    let mut world = World::new();
    world.local[0].checksum = Some("other".to_owned());
    world.rows[0].ours = Ours::default();
    world.same_meaning = set(&["1_a"]);
    let decision = world.decide();
    assert!(!decision.is_refused());
    assert!(decision.notices[0].contains("1_a"));
}

#[test]
fn applied_migration_missing_in_the_folder_is_named_with_who_and_when() {
    let mut world = World::new();
    world.rows.push(row("3_c", 2, Kind::Apply));
    let decision = world.decide();
    let problem = &decision.problems[0];
    assert!(decision.problems.iter().any(|each| each.code == Code::OutOfOrder));
    let missing = decision
        .problems
        .iter()
        .find(|each| each.code == Code::AppliedMigrationMissingLocally)
        .unwrap();
    assert!(problem.stops && missing.stops);
    assert_eq!(missing.details, ["applied at 2026-01-02T00:00:00Z by ann@host"]);
}

#[test]
fn unreadable_and_unsealed_artifacts_stop() {
    let mut world = World::new();
    world.local[1].invalid = vec!["migration.sql is missing".to_owned()];
    world.local[1].unsealed = vec!["no seal".to_owned()];
    let stopping: Vec<_> = codes(&world.decide()).into_iter().filter(|(_, stops)| *stops).collect();
    assert_eq!(stopping, [("artifact-not-sealed", true), ("invalid-local-artifacts", true)]);
}

#[test]
fn what_lies_behind_to_does_not_stop() {
    let mut world = World::new();
    world.local.push(LocalMigration {
        invalid: vec!["migration.sql is missing".to_owned()],
        ..local("3_c", "B", "C")
    });
    world.scope.to = Some("2_b".to_owned());
    let decision = world.decide();
    assert_eq!(decision.pending, ["2_b"]);
    assert!(!decision.is_refused());
}

#[test]
fn chain_break_and_edited_warnings_of_a_pending_migration_stop() {
    let mut world = World::new();
    world.assessment().chain_break = vec!["table users is not there before".to_owned()];
    world.assessment().missing_warnings = vec!["Potential data loss: x.".to_owned()];
    let stopping: Vec<_> = codes(&world.decide()).into_iter().filter(|(_, stops)| *stops).collect();
    assert_eq!(stopping, [("broken-chain", true), ("warnings-edited", true)]);
}

#[test]
fn chain_break_among_applied_migrations_is_a_notice() {
    let mut world = World::new();
    world.rows.push(row("2_b", 2, Kind::Apply));
    world.local[1].before = "something else".to_owned();
    let decision = world.decide();
    assert!(!decision.is_refused());
    assert!(decision.notices[0].contains("before.prisma of 2_b"));
}

#[test]
fn drift_stops_only_where_a_pending_step_touches_the_table() {
    let mut world = World::new();
    world.drift.differences = vec![difference("posts")];
    let elsewhere = world.decide();
    assert!(!elsewhere.is_refused());
    assert!(codes(&elsewhere).contains(&("drift", false)));

    world.drift.differences.push(difference("users"));
    let touched = world.decide();
    assert!(touched.is_refused());
    let drift = touched.problems.iter().find(|each| each.code == Code::Drift).unwrap();
    assert_eq!(drift.details.len(), 2);
    assert!(drift.details[0].contains("--allow drift:users.email"));
}

#[test]
fn accepted_difference_is_a_notice_that_names_the_flag() {
    let mut world = World::new();
    world.drift.differences = vec![difference("users")];
    world.consent = Consent::parse(false, &["drift:users.email".to_owned()]).unwrap();
    let decision = world.decide();
    assert!(!decision.is_refused());
    assert!(decision.notices[0].contains("--allow drift:users.email"));
    assert!(decision.unused_flags.is_empty());
    let recorded = decision.accepted_for("2_b");
    assert_eq!((recorded[0].id.as_str(), recorded[0].subject.as_str()), ("drift", "users.email"));
}

#[test]
fn all_warnings_are_not_drift() {
    let mut world = World::new();
    world.drift.differences = vec![difference("users")];
    world.consent = Consent { all: true, ..Consent::default() };
    assert!(world.decide().is_refused());
}

#[test]
fn incomplete_migration_is_continued_and_its_own_tables_are_no_drift() {
    let mut world = World::new();
    world.drift.differences = vec![difference("users")];
    world.journal = vec![JournalStep {
        migration: "2_b".to_owned(),
        step: 0,
        digest: String::new(),
        state: StepState::Failed,
        started_at: "2026-01-02T00:00:00Z".to_owned(),
        ended_at: None,
        error: Some("duplicate key".to_owned()),
    }];
    let decision = world.decide();
    assert!(!decision.is_refused());
    assert_eq!(codes(&decision), [("migration-incomplete", false)]);
    assert_eq!(decision.problems[0].details, ["no step is finished; step 1 failed: duplicate key"]);
    assert_eq!(decision.migrations[1].state, State::Incomplete);
}

#[test]
fn rolled_back_migration_stops_until_it_is_taken_up_again() {
    let mut world = World::new();
    world.rows.push(row("2_b", 2, Kind::Apply));
    world.rows.push(row("2_b", 3, Kind::Rollback));
    let refused = world.decide();
    assert_eq!(codes(&refused), [("rolled-back", true)]);
    assert!(refused.pending.is_empty());
    assert!(refused.problems[0].next.contains("--reapply 2_b"));

    world.scope.reapply = set(&["2_b"]);
    let again = world.decide();
    assert_eq!(again.pending, ["2_b"]);
    assert!(!again.is_refused());
}

#[test]
fn migration_for_another_database_stops() {
    let mut world = World::new();
    world.local[1].provider = Some(Provider::Postgresql);
    assert!(codes(&world.decide()).contains(&("provider-mismatch", true)));
    world.local[1].provider = Some(Provider::Sqlite);
    world.rows[0].provider = Some("postgresql".to_owned());
    assert!(codes(&world.decide()).contains(&("provider-mismatch", true)));
}

#[test]
fn open_warning_stops_and_the_flag_beside_it_opens_the_gate() {
    let mut world = World::new();
    world.assessment().gates = vec![gate()];
    let refused = world.decide();
    assert!(refused.is_refused());
    assert_eq!(refused.open[0].flag(), "--allow drop-column:users.legacy_code");

    world.consent = Consent::parse(false, &["drop-column:users.legacy_code".to_owned()]).unwrap();
    let accepted = world.decide();
    assert!(!accepted.is_refused());
    assert_eq!(accepted.accepted_for("2_b").len(), 1);
}

#[test]
fn history_row_without_snapshot_is_told_and_stops_nothing() {
    let mut world = World::new();
    world.rows[0].after_schema = None;
    let decision = world.decide();
    assert!(codes(&decision).contains(&("missing-db-snapshot", false)));
}
