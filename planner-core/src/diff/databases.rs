//! Two databases and the rename hints -> the changes between them. The way in to this stage;
//! what belongs together is decided by `matching`, how it differs by one comparer per kind.

use super::change::{Change, ChangeSet, TableRef};
use super::hint::{HintError, RenameHint};
use super::matching::match_up;
use super::resolve::resolve;
use super::{columns, enums, order, surroundings, tables};
use crate::database::model::{Database, Origin, Table};

/// All changes that lead from `before` to `after`. The error is every hint that cannot be
/// followed.
///
/// What only a schema can say (what clients do, enums on SQLite, the order of enum values) is
/// compared where both sides come from one.
pub fn diff(
    before: &Database,
    after: &Database,
    hints: &[RenameHint],
) -> Result<ChangeSet, Vec<HintError>> {
    let hints = resolve(before, after, hints)?;
    let matching = match_up(before, after, &hints);
    let mut changes = surroundings::compare(before, after);
    changes.extend(enums::compare(before, after, &matching));
    for table in &matching.new_tables {
        changes.push(Change::CreateTable((*table).clone()));
        changes.extend(parts_of_new(table));
    }
    for table in &matching.gone_tables {
        changes.push(Change::DropTable((*table).clone()));
    }
    let names_stay = matching.names_stay();
    let is_live = [before.origin, after.origin].contains(&Origin::Live);
    for pair in &matching.tables {
        if pair.is_same && names_stay {
            continue;
        }
        if pair.before.name != pair.after.name {
            changes.push(Change::RenameTable(pair.reference.clone()));
        }
        columns::compare(pair, &matching, after.provider, &mut changes);
        tables::compare(pair, &matching, after.provider, is_live, &mut changes);
    }
    order::sort(&mut changes);
    Ok(ChangeSet { changes })
}

/// The indexes and foreign keys of a table that appears: changes of their own, so that a key to
/// a table that is created later can follow it.
fn parts_of_new(table: &Table) -> impl Iterator<Item = Change> {
    let reference = TableRef { before: table.name.clone(), after: table.name.clone() };
    let keys = reference.clone();
    let indexes = table
        .indexes
        .iter()
        .map(move |index| Change::CreateIndex { table: reference.clone(), index: index.clone() });
    let foreign_keys = table
        .foreign_keys
        .iter()
        .map(move |key| Change::AddForeignKey { table: keys.clone(), foreign_key: key.clone() });
    indexes.chain(foreign_keys)
}
