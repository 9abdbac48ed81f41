//! Tables and enums that move to another schema, each with what moves along. Knows nothing of the
//! names that they get there.

use super::dependents::Dependents;
use super::keys::{goes_first, is_many_to_many};
use super::renames::{Item, Renaming};
use super::scope::{Scope, free_name};
use super::step;
use crate::database::model::ObjectName;
use crate::dialect::postgres::identifiers::sequence_name;
use crate::dialect::postgres::locks::{self, Target};
use crate::dialect::postgres::sql::statement::Statement;
use crate::dialect::postgres::sql::{rename as sql, sequence};
use crate::diff::change::Change;
use crate::ordered::{BTreeMap, BTreeSet};
use crate::plan::step::Step;

/// Tables and enums that change their schema get there first, with their old name. Indexes and
/// sequences move along with their table. Where a name is in use there at that moment, the one that
/// arrives takes a temporary one; what has room as it is goes first.
pub fn move_namespaces<'a>(
    scope: &Scope<'a>,
    dependents: &Dependents<'_>,
    items: &mut Vec<Renaming<'a>>,
    taken: &mut BTreeSet<ObjectName>,
    steps: &mut Vec<Step>,
) {
    let moves = |(before, after, _, item): &Renaming<'_>| {
        before.namespace != after.namespace && matches!(item, Item::Table(_) | Item::Enum)
    };
    let mut pending: Vec<usize> =
        (0..items.len()).filter(|at| items.get(*at).is_some_and(moves)).collect();
    if pending.is_empty() {
        return;
    }
    let mut present = Present::of(scope, dependents);
    while !pending.is_empty() {
        let has_room = |at: &usize| {
            items.get(*at).is_some_and(|(before, after, _, item)| {
                let own = [before.clone()].into_iter().chain(match item {
                    Item::Table(_) => present.parts(before),
                    Item::Enum | Item::Index(..) | Item::PrimaryKey(..) => Vec::new(),
                });
                own.into_iter().all(|name| !present.is_taken(&there(&name, after)))
            })
        };
        let position = pending.iter().position(has_room).unwrap_or_default();
        let at = pending.remove(position);
        let Some((before, after, id, item)) = items.get(at).cloned() else { continue };
        let mut statements = Vec::new();
        let mut effect = match item {
            Item::Table(table) => locks::on_table(&[Statement::MoveTable], Some(&table.before)),
            Item::Enum | Item::Index(..) | Item::PrimaryKey(..) => {
                locks::on_nothing(&[Statement::MoveEnum])
            }
        };
        let mut moved = before.clone();
        let mut parked_parts = Vec::new();
        let kind = if matches!(item, Item::Enum) { sql::Kind::Type } else { sql::Kind::Table };
        if let Item::Table(table) = item {
            for part in present.parts(&before) {
                let arrives = there(&part, &after);
                // What a sequence is called means nothing, so it keeps what name it gets. It is as
                // free as its table, which moves.
                if let Some(column) = present.sequence_column(&part) {
                    let place = after.namespace.as_deref();
                    statements.push(sequence::make_room(&before, column, &part.name, place));
                    if present.is_taken(&arrives) {
                        present.rename(&part, &free_name(&part, "_moving", taken));
                    }
                } else if present.is_taken(&arrives) {
                    let parked = free_name(&part, "_moving", taken);
                    statements.push(if is_many_to_many(scope, &before) {
                        sql::index_if_there(&part, &parked.name)
                    } else {
                        sql::object(sql::Kind::Index, &part, &parked.name)
                    });
                    let target = Target {
                        table: Some(&table.before),
                        index: Some(&part.name),
                        ..Target::default()
                    };
                    locks::extend(&mut effect, &[Statement::RenameIndex], target);
                    present.rename(&part, &parked);
                    parked_parts.push((arrives, there(&parked, &after)));
                }
            }
        }
        if present.is_taken(&there(&before, &after)) {
            moved = free_name(&before, "_moving", taken);
            statements.push(sql::object(kind, &before, &moved.name));
            effect.statements.extend(item.renamed().statements);
        }
        statements.push(sql::set_schema(kind, &moved, after.namespace.as_deref()));
        present.go(&before, &there(&moved, &after));
        let place = after.namespace.as_deref().unwrap_or("the default schema");
        steps.push(step(format!("Move {before} to {place}"), statements, vec![id], effect));
        if let Some((name, ..)) = items.get_mut(at) {
            *name = there(&moved, &after);
        }
        let Item::Table(table) = item else { continue };
        let Some(was) = scope.table_before(&table.before) else { continue };
        let key = was.primary_key.as_ref().and_then(|key| key.name.as_deref());
        for (name, parked) in parked_parts {
            let own = |(now, _, _, item): &&mut Renaming<'_>| match item {
                Item::Index(of, _) | Item::PrimaryKey(of, _) => {
                    *now == name && of.before == table.before
                }
                Item::Table(_) | Item::Enum => false,
            };
            match items.iter_mut().find(own) {
                Some((now, ..)) => *now = parked,
                None => {
                    let own = was.index(&name.name).map(|index| index.name.as_str());
                    let item = match (own, key) {
                        (Some(own), _) => Item::Index(table, own),
                        (None, Some(key)) => Item::PrimaryKey(table, key),
                        (None, None) => continue,
                    };
                    items.push((parked, name, id, item));
                }
            }
        }
    }
}

/// The name of something once it is where `place` is.
fn there(name: &ObjectName, place: &ObjectName) -> ObjectName {
    ObjectName { namespace: place.namespace.clone(), name: name.name.clone() }
}

/// The names that are in use when names begin to change: what goes is gone by then.
struct Present<'a> {
    /// Indexes, primary keys and sequences move along with their table.
    parts: BTreeMap<ObjectName, Vec<ObjectName>>,
    enums: BTreeSet<ObjectName>,
    sequences: BTreeMap<ObjectName, &'a str>,
}

impl<'a> Present<'a> {
    fn of(scope: &Scope<'a>, dependents: &Dependents<'_>) -> Self {
        let mut gone: BTreeSet<ObjectName> = BTreeSet::new();
        let mut gone_columns: BTreeSet<(&ObjectName, &str)> = BTreeSet::new();
        for (_, change) in scope.changes() {
            match change {
                Change::DropTable(table) => {
                    gone.insert(table.name.clone());
                }
                Change::DropIndex { table, index } => {
                    gone.insert(table.before.sibling(&index.name));
                }
                Change::DropColumn { table, column } => {
                    gone_columns.insert((&table.before, &column.name));
                }
                Change::ChangePrimaryKey { table, before: Some(key), after }
                    if goes_first(scope, table, key, after.as_ref()) =>
                {
                    gone.extend(key.name.as_ref().map(|name| table.before.sibling(name)));
                }
                _ => {}
            }
        }
        let indexes = dependents.indexes.iter();
        gone.extend(indexes.map(|each| each.table_before.sibling(&each.before.name)));
        let keys = dependents.primary_keys.iter();
        gone.extend(keys.filter_map(|each| {
            each.before.name.as_ref().map(|name| each.table_before.sibling(name))
        }));
        let mut present = Self {
            parts: BTreeMap::new(),
            enums: scope.enums_before().iter().map(|each| each.name.clone()).collect(),
            sequences: BTreeMap::new(),
        };
        for table in scope.tables_before() {
            if gone.contains(&table.name) {
                continue;
            }
            let key = table.primary_key.as_ref().and_then(|key| key.name.as_ref());
            let indexes = table.indexes.iter().map(|index| &index.name).chain(key);
            let mut parts: Vec<ObjectName> = indexes.map(|name| table.name.sibling(name)).collect();
            parts.retain(|part| !gone.contains(part));
            let numbered = table.columns.iter().filter(|column| column.autoincrement);
            for column in numbered.filter(|each| !gone_columns.contains(&(&table.name, &each.name)))
            {
                let sequence = table.name.sibling(sequence_name(&table.name.name, &column.name));
                parts.push(sequence.clone());
                present.sequences.insert(sequence, &column.name);
            }
            present.parts.insert(table.name.clone(), parts);
        }
        present
    }

    fn is_taken(&self, name: &ObjectName) -> bool {
        self.parts.contains_key(name)
            || self.enums.contains(name)
            || self.parts.values().flatten().any(|part| part == name)
    }

    fn parts(&self, table: &ObjectName) -> Vec<ObjectName> {
        self.parts.get(table).cloned().unwrap_or_default()
    }

    /// The column that owns the sequence of that name.
    fn sequence_column(&self, name: &ObjectName) -> Option<&'a str> {
        self.sequences.get(name).copied()
    }

    fn rename(&mut self, part: &ObjectName, to: &ObjectName) {
        for each in self.parts.values_mut().flatten().filter(|each| *each == part) {
            *each = to.clone();
        }
        if let Some(column) = self.sequences.remove(part) {
            self.sequences.insert(to.clone(), column);
        }
    }

    /// A table with its parts, or an enum, is somewhere else now.
    fn go(&mut self, before: &ObjectName, to: &ObjectName) {
        if let Some(parts) = self.parts.remove(before) {
            for part in &parts {
                if let Some(column) = self.sequences.remove(part) {
                    self.sequences.insert(there(part, to), column);
                }
            }
            self.parts.insert(to.clone(), parts.iter().map(|part| there(part, to)).collect());
        } else if self.enums.remove(before) {
            self.enums.insert(to.clone());
        }
    }
}
