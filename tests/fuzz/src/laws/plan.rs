//! Planning from one schema to another, forth and back, on both databases: one answer; every
//! change served; SQL that its reader takes; nothing to do from a schema to itself; and the same
//! from the snapshots that an artifact keeps.

use super::SEPARATOR;
use crate::meter::Meter;
use crate::operations::bytes;
use planner_core::database::lower::lower;
use planner_core::planner::{self, PlanError, PlanRequest, Planned};
use planner_core::source::Sources;
use planner_core::{dialect, format, schema, script};
use std::collections::BTreeSet;

/// The laws of planning. The input is the schemas before and after, or that after alone.
pub fn plan(meter: &mut Meter, text: &str) {
    for text in [text.to_owned(), for_the_other_database(text)] {
        match text.split_once(SEPARATOR) {
            Some((before, after)) => {
                let before = Sources::single("before.prisma", before);
                let after = Sources::single("after.prisma", after);
                step(meter, Some(&before), &after);
                step(meter, Some(&after), &before);
            }
            None => step(meter, None, &Sources::single("after.prisma", &text)),
        }
    }
}

/// The same input with one provider in the place of the other.
fn for_the_other_database(text: &str) -> String {
    let held = text.replace("\"postgresql\"", "\"\0\"").replace("\"sqlite\"", "\"postgresql\"");
    held.replace("\"\0\"", "\"sqlite\"")
}

fn step(meter: &mut Meter, before: Option<&Sources>, after: &Sources) {
    let length = before.map_or(0, bytes) + bytes(after);
    let mut planned = |before, after| {
        let request = PlanRequest { before, after, hints: &[] };
        meter.run("plan", length, || planner::plan(&request))
    };
    let plan = match planned(before, after) {
        Ok(plan) => plan,
        Err(refusal) => {
            if !matches!(&refusal, PlanError::Schema { diagnostics, .. } if diagnostics.len() > 1_000)
            {
                assert!(!refusal.to_string().is_empty(), "a refusal says nothing");
            }
            return;
        }
    };
    let again = planned(before, after).expect("what was planned is planned again");
    same(&plan, &again, "planning twice");
    every_change_is_served(&plan);
    reads_back(&plan);
    if let Some(before) = before {
        reads_both_alone(&plan, before);
    }

    let itself = planned(Some(after), after).expect("a schema that was planned to is planned from");
    assert!(itself.changes.is_empty(), "a schema differs from itself: {:?}", itself.changes);
    assert!(itself.migration_sql.is_empty(), "{}", itself.migration_sql);

    let kept_before = before.map(|_| Sources::single("before.prisma", &plan.before_schema));
    let kept_after = Sources::single("after.prisma", &plan.after_schema);
    let kept =
        planned(kept_before.as_ref(), &kept_after).expect("snapshots are planned as schemas");
    same(&plan, &kept, "planning from the snapshots");
}

fn same(left: &Planned, right: &Planned, what: &str) {
    assert_eq!(left.migration_sql, right.migration_sql, "{what} gives other SQL");
    assert_eq!(left.warnings, right.warnings, "{what} gives other warnings");
    assert_eq!(left.after_schema, right.after_schema, "{what} gives another snapshot");
}

/// What the schema before has in common with the one after is read once: it is all the same, its
/// places too, when it is read alone.
fn reads_both_alone(planned: &Planned, before: &Sources) {
    assert_eq!(planned.before_schema, format::snapshot(before), "another snapshot of the before");
    let provider = planned.plan.provider;
    let read = schema::check_snapshot(before, Some(provider)).schema.expect("it was planned from");
    let (alone, _) = lower(&read, dialect::type_system(provider));
    assert!(*planned.before == alone, "another database, or other places in its schema");
}

fn every_change_is_served(planned: &Planned) {
    let known: BTreeSet<_> = planned.changes.iter().map(|(id, _)| id).collect();
    let stepless: BTreeSet<_> = planned.plan.stepless.iter().copied().collect();
    let mut served = BTreeSet::new();
    for step in &planned.plan.steps {
        assert!(!step.serves.is_empty(), "`{}` serves no change", step.title);
        assert!(!step.statements.is_empty(), "`{}` has no statement", step.title);
        served.extend(step.serves.iter().copied());
    }
    assert!(served.is_disjoint(&stepless), "a change is served that needs no step");
    assert!(served.union(&stepless).eq(known.iter()), "what is served is not what changes");
}

fn reads_back(planned: &Planned) {
    if planned.migration_sql.is_empty() {
        assert_eq!(planned.statement_count, 0, "statements without a text");
        return;
    }
    let script = script::parse(planned.plan.provider, &planned.migration_sql);
    let script = script.expect("migration.sql is read by who runs it");
    assert_eq!(script.statements().count(), planned.statement_count, "statements got lost");
}
