//! A pair and a database -> what is wrong with it, in both directions: broken laws, values that went
//! without a word, false alarms and silence. Knows nothing of how pairs are made.

use super::beside::Kind;
use super::edits::Promise;
use super::expected;
use super::kept;
use super::model::{Id, Name, Schema};
use super::shape::{Table, tables};
use super::{Pair, migration};
use crate::database::Place;
use crate::laws::Beside;
use crate::planning;
use crate::tiers;
use std::collections::BTreeSet;

/// Whether a pair is about two migrations that can be planned at all: a chain of hints cannot, and
/// a new object under the names of one that goes is that object, whatever its author thinks.
pub fn is_possible(pair: &Pair) -> bool {
    if takes_over(&pair.before, &pair.after) || takes_over(&pair.after, &pair.before) {
        return false;
    }
    let chained = |migration| {
        planning::plan(&migration)
            .is_err_and(|reason| reason.contains("which another hint renames"))
    };
    !chained(pair.forwards()) && !chained(pair.backwards())
}

/// Everything that is wrong; empty is good.
pub fn judge(place: Place, pair: &Pair) -> Vec<String> {
    let beside = Kind::of(pair);
    let there = direction(place, [&pair.before, &pair.after], pair.promise(), beside);
    let mut problems: Vec<String> =
        there.into_iter().map(|problem| format!("forwards: {problem}")).collect();
    let back = direction(place, [&pair.after, &pair.before], Promise::Depends, beside);
    problems.extend(back.into_iter().map(|problem| format!("backwards: {problem}")));
    problems
}

fn direction(
    place: Place,
    [before, after]: [&Schema; 2],
    promise: Promise,
    beside: Kind,
) -> Vec<String> {
    let migration = migration(before, after);
    let planned = match planning::plan(&migration) {
        Ok(planned) => planned,
        Err(reason) => return vec![format!("not planned: {reason}")],
    };
    let mut problems = expected::compare(&expected::expected(before, after), &planned);
    match promise {
        Promise::Harmless => {
            let gating = planned.gating().filter(|finding| finding.rule != "rebuild-table");
            problems.extend(gating.map(|finding| format!("harmless, but: {}", finding.message)));
        }
        Promise::Fires(rule) if planned.gating().all(|finding| finding.rule != rule) => {
            problems.push(format!("{rule} does not fire"));
        }
        Promise::Fires(_) | Promise::Depends => {}
    }
    let mut same = kept::questions(before, after, &planned);
    let found = beside.of_database(&planned.before);
    same.extend(found.questions);
    let beside = Beside {
        statements: &found.statements,
        refusals: found.refusals,
        older_joins: found.older_joins,
    };
    problems.extend(tiers::check(place, &migration, &planned, &[], &same, beside));
    problems
}

/// Whether an object that appears has a name of one that goes. Fresh objects have fresh names, but
/// edits may take a name from an object and do away with the one that they gave it to.
fn takes_over(before: &Schema, after: &Schema) -> bool {
    let (was, is) = (names(before), names(after));
    let kept: BTreeSet<Id> = was.iter().map(|(id, ..)| *id).collect();
    let stays: BTreeSet<Id> = is.iter().map(|(id, ..)| *id).collect();
    let gone: BTreeSet<(Id, &str)> = was
        .iter()
        .filter(|(id, ..)| !stays.contains(id))
        .flat_map(|(_, owner, name)| both(*owner, name))
        .collect();
    let object = is
        .iter()
        .filter(|(id, ..)| !kept.contains(id))
        .flat_map(|(_, owner, name)| both(*owner, name))
        .any(|name| gone.contains(&name));
    object || {
        let (was, is) = (join_tables(before), join_tables(after));
        is.iter().any(|(id, name)| {
            was.iter().any(|(other, same)| {
                same == name && other != id && is.iter().all(|(stays, _)| stays != other)
            })
        })
    }
}

/// The tables of many-to-many relations, whose names follow from others.
fn join_tables(schema: &Schema) -> Vec<(Id, (Option<String>, String))> {
    let of_join = |table: &Table| schema.joins.iter().any(|join| join.id == table.id);
    let tables = tables(schema).into_iter().filter(of_join);
    tables.map(|table| (table.id, (table.namespace, table.name))).collect()
}

fn both(owner: Id, name: &Name) -> [(Id, &str); 2] {
    [(owner, name.logical.as_str()), (owner, name.database())]
}

/// Everything that has names, with its owner.
fn names(schema: &Schema) -> Vec<(Id, Id, &Name)> {
    let models = schema.models.iter().flat_map(|model| {
        let fields = model.fields.iter().map(move |field| (field.id, model.id, &field.name));
        fields.chain([(model.id, 0, &model.name)])
    });
    let enums = schema.enums.iter().flat_map(|each| {
        let values = each.values.iter().map(move |value| (value.id, each.id, &value.name));
        values.chain([(each.id, 0, &each.name)])
    });
    models.chain(enums).collect()
}
