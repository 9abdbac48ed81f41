//! Changes -> steps on SQLite: in place where there is a form for it, else exactly one rebuild a
//! table. Order: indexes go, tables go, names change, columns go and come, tables are rebuilt,
//! tables are created, indexes come; so no name is taken when it is needed. Foreign keys do not
//! dictate an order, because a script that drops or rebuilds runs with them off and CREATE TABLE
//! does not look at the table referred to.

use super::altered_table::AlteredTable;
use super::enum_values::RenamedValues;
use super::rebuild::rebuild;
use super::renames::{NamesInUse, ordered};
use super::sql::{alter_table, create_table, index};
use crate::database::model::{ObjectName, Table};
use crate::diff::change::{Change, ChangeId, ColumnChange, TableRef};
use crate::ordered::{BTreeMap, BTreeSet};
use crate::plan::lowering::{Lowering, PlanContext};
use crate::plan::{Effect, Operation, Step, Work};
use foldhash::HashMap;

/// SQLite's way from changes to steps.
#[derive(Debug)]
pub struct SqliteLowering;

impl Lowering for SqliteLowering {
    fn lower(&self, context: &PlanContext<'_>) -> Vec<Step> {
        Lowered::new(context).steps(context)
    }

    fn foreign_keys_off(&self, context: &PlanContext<'_>, steps: &[Step]) -> bool {
        let drops = context.changes.changes.iter().any(|each| matches!(each, Change::DropTable(_)));
        drops
            || steps.iter().any(|step| matches!(step.operation, Operation::RebuildTable { .. }))
            || RenamedValues::of(context).are_in_a_foreign_key(&context.after.tables)
    }
}

/// The changes, sorted by what they are about.
struct Lowered<'a> {
    created: Vec<(ChangeId, &'a Table)>,
    dropped: Vec<(ChangeId, &'a Table)>,
    renamed: Vec<(ChangeId, &'a TableRef)>,
    /// Foreign keys and indexes of created tables, by table.
    with_created: BTreeMap<&'a ObjectName, Vec<(ChangeId, &'a Change)>>,
    /// What hangs on dropped tables.
    with_dropped: BTreeMap<&'a ObjectName, Vec<ChangeId>>,
    /// Tables that stay, by name after, each with why it must be rebuilt.
    altered: BTreeMap<&'a ObjectName, (AlteredTable<'a>, Vec<String>)>,
    tables_before: NamesInUse,
    all_tables: NamesInUse,
}

impl<'a> Lowered<'a> {
    fn new(context: &PlanContext<'a>) -> Self {
        let before: HashMap<&ObjectName, &'a Table> =
            context.before.tables.iter().map(|table| (&table.name, table)).collect();
        let after: HashMap<&ObjectName, &'a Table> =
            context.after.tables.iter().map(|table| (&table.name, table)).collect();
        let names_before = || context.before.tables.iter().map(|table| table.name.name.as_str());
        let names_after = context.after.tables.iter().map(|table| table.name.name.as_str());
        let mut lowered = Self {
            created: Vec::new(),
            dropped: Vec::new(),
            renamed: Vec::new(),
            with_created: BTreeMap::new(),
            with_dropped: BTreeMap::new(),
            altered: BTreeMap::new(),
            tables_before: NamesInUse::new(names_before()),
            all_tables: NamesInUse::new(names_before().chain(names_after)),
        };
        for (id, change) in context.changes.iter() {
            if let Change::CreateTable(table) = change {
                lowered.created.push((id, table));
                lowered.with_created.entry(&table.name).or_default();
            } else if let Change::DropTable(table) = change {
                lowered.dropped.push((id, table));
                lowered.with_dropped.entry(&table.name).or_default();
            } else if let Change::RenameTable(table) = change {
                lowered.renamed.push((id, table));
            }
        }
        let mut altered: BTreeMap<&'a ObjectName, AlteredTable<'a>> = BTreeMap::new();
        for (id, change) in context.changes.iter() {
            match change {
                Change::AddColumn { table, .. }
                | Change::RenameColumn { table, .. }
                | Change::DropColumn { table, .. }
                | Change::ChangePrimaryKey { table, .. }
                | Change::CreateIndex { table, .. }
                | Change::RenameIndex { table, .. }
                | Change::DropIndex { table, .. }
                | Change::AddForeignKey { table, .. }
                | Change::DropForeignKey { table, .. }
                | Change::AlterColumn(ColumnChange { table, .. }) => {
                    if let Some(list) = lowered.with_created.get_mut(&table.after) {
                        list.push((id, change));
                        continue;
                    }
                    let (Some(was), Some(is)) =
                        (before.get(&table.before), after.get(&table.after))
                    else {
                        if let Some(list) = lowered.with_dropped.get_mut(&table.before) {
                            list.push(id);
                        }
                        continue;
                    };
                    altered
                        .entry(&table.after)
                        .or_insert_with(|| AlteredTable {
                            table: table.clone(),
                            before: was,
                            after: is,
                            changes: Vec::new(),
                        })
                        .changes
                        .push((id, change));
                }
                Change::CreateTable(_) | Change::DropTable(_) | Change::RenameTable(_) => {}
                // Names of keys are not stored, and nothing in the database stands for the rest.
                Change::RenamePrimaryKey { .. }
                | Change::RenameForeignKey { .. }
                | Change::ChangeClientColumn { .. }
                | Change::ChangeClientEnum(_)
                | Change::CreateNamespace(_)
                | Change::CreateExtension(_)
                | Change::AlterExtension { .. }
                | Change::DropExtension(_)
                | Change::CreateEnum(_)
                | Change::RenameEnum { .. }
                | Change::AlterEnum(_)
                | Change::DropEnum(_) => {}
            }
        }
        lowered.altered = altered
            .into_iter()
            .map(|(name, table)| {
                let reasons = table.rebuild_reasons();
                (name, (table, reasons))
            })
            .collect();
        lowered
    }

    fn steps(mut self, context: &PlanContext<'a>) -> Vec<Step> {
        let values = RenamedValues::of(context);
        let mut steps = Vec::new();
        let mut written = BTreeSet::new();
        self.drop_indexes(&mut steps);
        self.drop_tables(&mut steps);
        self.rename_tables(&mut steps);
        // Every name is that of after before a foreign key is written: a rename would rewrite it.
        let mut carried = BTreeSet::new();
        for (table, reasons) in self.altered.values() {
            carried.extend(rename_columns(table, !reasons.is_empty(), &mut steps));
        }
        for (table, reasons) in self.altered.values() {
            if reasons.is_empty() {
                add_columns(table, &mut steps);
                continue;
            }
            let serves = table.changes.iter().map(|(id, _)| *id);
            let serves = serves.filter(|id| !carried.contains(id)).collect();
            steps.push(rebuild(table, reasons, serves, &values, &self.all_tables));
            written.insert(&table.after.name);
        }
        steps.extend(values.steps(&context.after.tables, &written));
        self.create_tables(&mut steps);
        self.create_indexes(&mut steps);
        steps
    }

    /// Indexes that go from tables which stay as they are. An index of a rebuilt table goes with
    /// the table, unless another table takes its name over.
    fn drop_indexes(&self, steps: &mut Vec<Step>) {
        let mut owners: BTreeMap<&str, &ObjectName> = BTreeMap::new();
        let altered = self.altered.iter().flat_map(|(name, (table, _))| {
            table.changes.iter().map(move |(_, change)| (*name, *change))
        });
        let created = self
            .with_created
            .iter()
            .flat_map(|(name, changes)| changes.iter().map(move |(_, change)| (*name, *change)));
        for (name, change) in altered.chain(created) {
            if let Change::CreateIndex { index, .. } | Change::RenameIndex { after: index, .. } =
                change
            {
                owners.insert(&index.name, name);
            }
        }
        for (name, (table, reasons)) in &self.altered {
            for (id, change) in &table.changes {
                let (Change::DropIndex { index, .. } | Change::RenameIndex { before: index, .. }) =
                    change
                else {
                    continue;
                };
                let moves = owners.get(index.name.as_str()).is_some_and(|owner| owner != name);
                if reasons.is_empty() || moves {
                    steps.push(direct(
                        format!("Drop index {}", index.name),
                        index::drop_index(&index.name),
                        vec![*id],
                        Work::Catalogue,
                    ));
                }
            }
        }
    }

    fn drop_tables(&mut self, steps: &mut Vec<Step>) {
        for (id, table) in &self.dropped {
            let mut serves = vec![*id];
            serves.extend(self.with_dropped.remove(&table.name).unwrap_or_default());
            steps.push(direct(
                format!("Drop table {}", table.name),
                create_table::drop_table(&table.name.name),
                serves,
                Work::Catalogue,
            ));
        }
    }

    fn rename_tables(&mut self, steps: &mut Vec<Step>) {
        let pairs: Vec<(&str, &str)> = self
            .renamed
            .iter()
            .map(|(_, table)| (table.before.name.as_str(), table.after.name.as_str()))
            .collect();
        for (_, table) in &self.dropped {
            self.tables_before.remove(&table.name.name);
        }
        for rename in ordered(&pairs, &mut self.tables_before) {
            let Some((id, _)) = self.renamed.get(rename.pair) else { continue };
            steps.push(direct(
                format!("Rename table {} to {}", rename.from, rename.to),
                alter_table::rename_table(&rename.from, &rename.to),
                vec![*id],
                Work::Catalogue,
            ));
        }
    }

    fn create_tables(&self, steps: &mut Vec<Step>) {
        for (id, table) in &self.created {
            let mut serves = vec![*id];
            let others = self.with_created.get(&table.name).into_iter().flatten();
            serves.extend(
                others
                    .filter(|(_, change)| !matches!(change, Change::CreateIndex { .. }))
                    .map(|(id, _)| *id),
            );
            steps.push(direct(
                format!("Create table {}", table.name),
                create_table::create_table(table, &table.name.name),
                serves,
                Work::Catalogue,
            ));
        }
    }

    fn create_indexes(&self, steps: &mut Vec<Step>) {
        let in_place = self.altered.values().filter(|(_, reasons)| reasons.is_empty());
        let existing = in_place.flat_map(|(table, _)| {
            table.changes.iter().map(|(id, change)| (*id, *change, Work::IndexBuild))
        });
        let created = self
            .created
            .iter()
            .filter_map(|(_, table)| self.with_created.get(&table.name))
            .flatten()
            .map(|(id, change)| (*id, *change, Work::Catalogue));
        for (id, change, work) in existing.chain(created) {
            let (Change::CreateIndex { table, index }
            | Change::RenameIndex { table, after: index, .. }) = change
            else {
                continue;
            };
            let unique = if index.unique { "unique index" } else { "index" };
            steps.push(direct(
                format!("Create {unique} {} on {}", index.name, table.after),
                index::create_index(&table.after.name, index),
                vec![id],
                work,
            ));
        }
    }
}

/// Columns of one table that go and change names, as far as they do so in place; returns the changes
/// that are carried out in full.
fn rename_columns(
    altered: &AlteredTable<'_>,
    rebuilt: bool,
    steps: &mut Vec<Step>,
) -> BTreeSet<ChangeId> {
    let table = &altered.after.name.name;
    let mut carried = BTreeSet::new();
    let mut names = NamesInUse::new(altered.before.columns.iter().map(|each| each.name.as_str()));

    let mut doomed = Vec::new();
    for (id, change) in &altered.changes {
        let Change::DropColumn { column, .. } = change else { continue };
        if rebuilt {
            doomed.push((*id, column.name.as_str()));
            continue;
        }
        names.remove(&column.name);
        steps.push(direct(
            format!("Drop column {table}.{}", column.name),
            alter_table::drop_column(table, &column.name),
            vec![*id],
            Work::Rewrite,
        ));
    }

    let mut renamed: Vec<(ChangeId, &str, &str)> = Vec::new();
    for (id, change) in &altered.changes {
        if let Change::RenameColumn { before, after, .. } = change {
            renamed.push((*id, before, after));
        }
    }
    // A column that goes with the rebuild makes way for one that takes its name.
    for (id, name) in doomed {
        if renamed.iter().any(|(_, _, after)| after.eq_ignore_ascii_case(name)) {
            let to = names.free("_old_", name);
            names.remove(name);
            names.insert(&to);
            steps.push(rename_column(table, name, &to, id));
        }
    }
    let pairs: Vec<(&str, &str)> =
        renamed.iter().map(|(_, before, after)| (*before, *after)).collect();
    for rename in ordered(&pairs, &mut names) {
        let Some((id, ..)) = renamed.get(rename.pair) else { continue };
        carried.insert(*id);
        steps.push(rename_column(table, &rename.from, &rename.to, *id));
    }

    carried
}

fn rename_column(table: &str, from: &str, to: &str, id: ChangeId) -> Step {
    direct(
        format!("Rename column {table}.{from} to {to}"),
        alter_table::rename_column(table, from, to),
        vec![id],
        Work::Catalogue,
    )
}

/// New columns, each with the foreign key that it alone makes up.
fn add_columns(altered: &AlteredTable<'_>, steps: &mut Vec<Step>) {
    let table = &altered.after.name.name;
    for (id, change) in &altered.changes {
        let Change::AddColumn { column, .. } = change else { continue };
        let key = altered.changes.iter().find_map(|(id, change)| {
            let Change::AddForeignKey { foreign_key, .. } = change else { return None };
            let with = altered.added_with_column(foreign_key)?;
            (with.name == column.name).then_some((*id, foreign_key))
        });
        let mut serves = vec![*id];
        serves.extend(key.map(|(id, _)| id));
        let with = key.map(|(_, key)| format!(" with foreign key {}", key.name));
        steps.push(direct(
            format!("Add column {table}.{}{}", column.name, with.unwrap_or_default()),
            alter_table::add_column(table, column, key.map(|(_, key)| key)),
            serves,
            Work::Catalogue,
        ));
    }
}

fn direct(title: String, statement: String, serves: Vec<ChangeId>, work: Work) -> Step {
    Step {
        title,
        statements: vec![statement],
        serves,
        operation: Operation::Direct,
        section: 0,
        effect: Effect { work, ..Effect::default() },
    }
}
