//! What a database holds and what schema, history and folder know -> what a reset takes away, as one
//! script, with its warnings; and what it keeps. Pure.

use crate::commands::between::{alone, from_live};
use crate::commands::push_plan::declared;
use crate::commands::side::Known;
use crate::deploy::assess::{changed_tables, managed_indexes, rebuilt_by, script_error};
use crate::deploy::gate::Gate;
use crate::error::{Error, Result};
use crate::execute::apply::{LOCK_TRIES, Migration};
use crate::execute::result_check::Expected;
use crate::history::tables;
use crate::live::{self, LiveDatabase, LiveExpressions, Unmanaged, UnmanagedKind, drop_objects};
use planner_core::database::model::{ColumnType, Database, ObjectName};
use planner_core::diff::change::Change;
use planner_core::planner::Planned;
use planner_core::script::{self, Mode, Script, Section, Statement};
use planner_core::warning::Finding;
use std::collections::BTreeSet;

/// What a reset takes away.
#[derive(Debug)]
pub struct ResetPlan {
    planned: Planned,
    /// Its statements.
    pub script: Script,
    rebuilt: BTreeSet<String>,
    managed_indexes: BTreeSet<String>,
    changed: BTreeSet<ObjectName>,
    accepted: BTreeSet<String>,
    known: LiveExpressions,
    /// Gating warnings.
    pub gates: Vec<Gate>,
    /// The SQL, the history's own aside.
    pub sql: String,
    /// The tables that go.
    pub dropped: Vec<ObjectName>,
    /// Tables that nobody knows, and that stay.
    pub kept_tables: Vec<ObjectName>,
    /// Objects outside the schema language that stay.
    pub kept: Vec<Unmanaged>,
}

/// How far it goes.
#[derive(Debug, Clone, Copy)]
pub struct Reach<'a> {
    /// The databases that schema, history and folder speak of.
    pub known: &'a [Database],
    /// Whether everything else goes as well.
    pub unmanaged: bool,
    /// Whether there is a history to forget.
    pub history: bool,
}

impl ResetPlan {
    /// Plans it.
    ///
    /// # Errors
    ///
    /// A table that stays refers to one that goes.
    pub fn of(found: &LiveDatabase, reach: Reach<'_>, with: Known<'_>) -> Result<Self> {
        let provider = found.database.provider;
        let mut all = Database::empty(provider);
        all.tables.extend(reach.known.iter().flat_map(|known| known.tables.iter().cloned()));
        let found = declared(found, &all);
        let tables: BTreeSet<&ObjectName> = all.tables.iter().map(|table| &table.name).collect();
        let enums: BTreeSet<&ObjectName> =
            reach.known.iter().flat_map(|known| &known.enums).map(|each| &each.name).collect();
        let wanted = match reach.unmanaged {
            true => Database::empty(provider),
            false => without(&alone(&found), &tables, &enums)?,
        };
        let between = from_live(&found, &wanted, with, &[])?;
        let planned = between.planned;
        let dropped: Vec<ObjectName> = dropped(&planned);
        let types: Vec<ObjectName> = dropped_types(&planned);
        let goes = |object: &&Unmanaged| {
            let on = object.table.as_ref();
            reach.unmanaged || on.is_some_and(|name| dropped.contains(name) || types.contains(name))
        };
        let (gone, kept): (Vec<_>, Vec<_>) = found
            .unmanaged
            .iter()
            .filter(|object| !object.kind.is_in_model())
            .partition(|object| goes(object));
        let mut script = script::parse(provider, &planned.migration_sql).map_err(|errors| {
            let error = Error::failed("unreadable-plan", "The planned SQL cannot be read again.");
            errors.iter().map(script_error).fold(error, Error::detail)
        })?;
        let (mut first, mut last) = (Vec::new(), Vec::new());
        if reach.unmanaged {
            let mut gone: Vec<Unmanaged> = gone.into_iter().cloned().collect();
            gone.extend(found.unmanaged.iter().filter(|each| ties(each, &dropped)).cloned());
            first = drop_objects::before_tables(provider, &gone);
            last = drop_objects::after_tables(provider, &gone);
        }
        let lines = |statements: &[String]| -> String {
            statements.iter().map(|statement| format!("{statement};\n")).collect()
        };
        let parts = [lines(&first), planned.migration_sql.clone(), lines(&last)];
        let parts = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty());
        let sql = parts.collect::<Vec<_>>().join("\n\n");
        let gates = match reach.unmanaged {
            // What is taken away on purpose is listed, each object.
            true => between.gates.into_iter().filter(|gate| gate.finding.is_some()).collect(),
            false => between.gates,
        };
        if reach.history {
            last.extend(tables::forget_all());
        }
        surround(&mut script, first, last);
        Ok(Self {
            rebuilt: rebuilt_by(&planned),
            managed_indexes: managed_indexes(&planned),
            changed: changed_tables(&planned.changes),
            accepted: BTreeSet::new(),
            known: with.expressions.clone(),
            kept_tables: wanted.tables.iter().map(|table| table.name.clone()).collect(),
            kept: kept.into_iter().cloned().collect(),
            planned,
            script,
            gates,
            sql,
            dropped,
        })
    }

    /// Whether there is nothing to take away.
    pub fn is_empty(&self) -> bool {
        self.script.sections.is_empty()
    }

    /// The same as the executor takes it.
    pub fn migration<'a>(
        &'a self,
        scope: &'a live::Scope,
        to_clear: Vec<Finding>,
    ) -> Migration<'a> {
        Migration {
            name: "migrate reset",
            script: &self.script,
            rebuilt: &self.rebuilt,
            managed_indexes: &self.managed_indexes,
            to_clear,
            expected: Expected {
                after: &self.planned.after,
                changed: &self.changed,
                whole: false,
                inherits: false,
                scope,
                known: &self.known,
                accepted: &self.accepted,
            },
            lock_tries: LOCK_TRIES,
            journal: Vec::new(),
            forgets: None,
            followed: false,
        }
    }
}

/// The database without what is known. An enum type that a table of others uses stays with it.
fn without(
    live: &Database,
    tables: &BTreeSet<&ObjectName>,
    enums: &BTreeSet<&ObjectName>,
) -> Result<Database> {
    let mut left = live.clone();
    left.tables.retain(|table| !tables.contains(&table.name));
    let mut error = Error::refused(
        "others-refer-to-it",
        "Nothing was reset: tables that schema and history do not know refer to tables that go.",
    );
    for table in &left.tables {
        for key in &table.foreign_keys {
            if tables.contains(&key.referenced_table)
                && live.tables.iter().any(|other| other.name == key.referenced_table)
            {
                error = error.detail(format!(
                    "{}: foreign key {} to {}",
                    table.name, key.name, key.referenced_table
                ));
            }
        }
    }
    if !error.details.is_empty() {
        return Err(error.help(
            "Drop these foreign keys, or say --include-unmanaged to drop everything that is there.",
        ));
    }
    let columns = left.tables.iter().flat_map(|table| &table.columns);
    let used: BTreeSet<ObjectName> = columns
        .filter_map(|column| match &column.column_type {
            ColumnType::Enum(name) => Some(ObjectName::clone(name)),
            _ => None,
        })
        .collect();
    left.enums.retain(|each| !enums.contains(&each.name) || used.contains(&each.name));
    Ok(left)
}

fn dropped(planned: &Planned) -> Vec<ObjectName> {
    let tables = planned.changes.changes.iter().filter_map(|change| match change {
        Change::DropTable(table) => Some(table.name.clone()),
        _ => None,
    });
    tables.collect()
}

fn dropped_types(planned: &Planned) -> Vec<ObjectName> {
    let types = planned.changes.changes.iter().filter_map(|change| match change {
        Change::DropEnum(each) => Some(each.name.clone()),
        _ => None,
    });
    types.collect()
}

/// Whether it is part of a table that goes, and needs another one.
fn ties(object: &Unmanaged, dropped: &[ObjectName]) -> bool {
    matches!(object.kind, UnmanagedKind::Column | UnmanagedKind::Default)
        && object.table.as_ref().is_some_and(|table| dropped.contains(table))
}

/// Statements before and behind those of a script, in its first and last transaction.
fn surround(script: &mut Script, first: Vec<String>, last: Vec<String>) {
    if first.is_empty() && last.is_empty() {
        return;
    }
    if script.sections.is_empty() {
        script.sections.push(Section {
            mode: Mode::Transaction,
            lock_timeout: None,
            statement_timeout: None,
            statements: Vec::new(),
        });
    }
    let statement = |text: String| Statement { text, line: 1, comment: None, bare: false };
    if let Some(section) = script.sections.first_mut() {
        section.statements.splice(0..0, first.into_iter().map(statement));
    }
    if let Some(section) = script.sections.last_mut() {
        section.statements.extend(last.into_iter().map(statement));
    }
}
