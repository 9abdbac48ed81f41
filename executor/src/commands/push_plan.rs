//! What a push will run: one plan from what is there, or two after each other where everything is
//! dropped first, in either case one script with its warnings. Pure.

use crate::commands::between::{Between, from_live};
use crate::commands::side::Known;
use crate::deploy::assess::{changed_tables, managed_indexes, rebuilt_by, script_error};
use crate::deploy::decision::Problem;
use crate::deploy::gate::Gate;
use crate::error::{Error, Result};
use crate::execute::apply::{LOCK_TRIES, Migration};
use crate::execute::result_check::Expected;
use crate::live::excluded::is_own;
use crate::live::{self, LiveDatabase};
use crate::output::Report;
use planner_core::database::model::{Database, ObjectName, Table};
use planner_core::diff::change::Change;
use planner_core::diff::diff;
use planner_core::planner::{self, Planned};
use planner_core::review::phrases::phrase;
use planner_core::script::{self, Mode, Script};
use planner_core::warning::Finding;
use planner_core::warning::levels::Levels;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The name that stands for a push where a migration has its own.
const NAME: &str = "db push";

/// What a push will run.
#[derive(Debug)]
pub struct PushPlan {
    /// The plans, one after the other.
    plans: Vec<Planned>,
    /// Their statements as one script.
    pub script: Script,
    /// Their SQL.
    sql: String,
    /// Whether everything goes first.
    pub is_reset: bool,
    /// Gating warnings.
    pub gates: Vec<Gate>,
    /// Statements that would fail.
    pub obstacles: Vec<Problem>,
    /// What may be the same in other words.
    notices: Vec<String>,
}

impl PushPlan {
    /// From what is there.
    ///
    /// # Errors
    ///
    /// The planned SQL cannot be read again, which is a mistake of the planner.
    pub fn of(between: Between) -> Result<Self> {
        Ok(Self {
            script: read(&between.planned)?,
            sql: between.planned.migration_sql.clone(),
            plans: vec![between.planned],
            is_reset: false,
            gates: between.gates,
            obstacles: between.obstacles,
            notices: between.notices,
        })
    }

    /// Everything goes, then the schema comes.
    ///
    /// # Errors
    ///
    /// As [`PushPlan::of`].
    pub fn anew(found: &LiveDatabase, expected: &Database, known: Known<'_>) -> Result<Self> {
        let nothing = Database::empty(expected.provider);
        let mut expected = expected.clone();
        known.config.external.remove_from(&mut expected);
        let away = from_live(&declared(found, &expected), &nothing, known, &[])?;
        // A database without a difference between nothing and it cannot be hinted wrongly.
        let changes = diff(&nothing, &expected, &[]).unwrap_or_default();
        let anew = planner::between(nothing, expected, changes);
        let (first, second) = (read(&away.planned)?, read(&anew)?);
        let lines = u32::try_from(away.planned.migration_sql.lines().count()).unwrap_or(u32::MAX);
        Ok(Self {
            script: joined(first, second, lines.saturating_add(1)),
            sql: [away.planned.migration_sql.trim_end(), anew.migration_sql.as_str()].join("\n\n"),
            gates: away.gates,
            obstacles: away.obstacles,
            notices: away.notices,
            plans: vec![away.planned, anew],
            is_reset: true,
        })
    }

    /// Whether there is nothing to do in the database.
    pub fn is_empty(&self) -> bool {
        self.plans.iter().all(Planned::is_empty)
    }

    /// The tables that it changes, under their names before and after.
    pub fn changed(&self) -> BTreeSet<ObjectName> {
        self.plans.iter().flat_map(|plan| changed_tables(&plan.changes)).collect()
    }

    /// SQLite: the tables that it builds anew.
    pub fn rebuilt(&self) -> BTreeSet<String> {
        self.plans.iter().flat_map(rebuilt_by).collect()
    }

    /// Indexes that are part of the model before or after.
    pub fn managed_indexes(&self) -> BTreeSet<String> {
        self.plans.iter().flat_map(managed_indexes).collect()
    }

    /// The tables and enum types that go.
    pub fn dropped(&self) -> BTreeSet<&ObjectName> {
        let changes = self.plans.iter().flat_map(|plan| &plan.changes.changes);
        let dropped = changes.filter_map(|change| match change {
            Change::DropTable(table) => Some(&table.name),
            Change::DropEnum(each) => Some(&each.name),
            _ => None,
        });
        dropped.collect()
    }

    /// The same as the executor takes it.
    #[allow(clippy::too_many_arguments, reason = "all of it is borrowed from the caller")]
    pub fn migration<'a>(
        &'a self,
        after: &'a Database,
        changed: &'a BTreeSet<ObjectName>,
        rebuilt: &'a BTreeSet<String>,
        managed_indexes: &'a BTreeSet<String>,
        known: Known<'a>,
        scope: &'a live::Scope,
        accepted: &'a BTreeSet<String>,
        to_clear: Vec<Finding>,
    ) -> Migration<'a> {
        Migration {
            name: NAME,
            script: &self.script,
            rebuilt,
            managed_indexes,
            to_clear,
            expected: Expected {
                after,
                changed,
                whole: false,
                inherits: known.inherits,
                scope,
                known: known.expressions,
                accepted,
            },
            lock_tries: LOCK_TRIES,
            journal: Vec::new(),
            forgets: None,
            followed: false,
        }
    }

    /// The report with the plan below: notices and the SQL.
    pub fn told(&self, report: Report, levels: &Levels) -> Report {
        let named: Vec<Finding> =
            self.plans.iter().flat_map(|plan| levels.named(&plan.changes)).collect();
        let notices = self.plans.iter().flat_map(Planned::notices);
        let mut found: Vec<&Finding> = notices.chain(&named).collect();
        // The order of releases is a question of deploys.
        found.retain(|each| !each.rule.starts_with("breaks-") && levels.shows_finding(each));
        let mut report = report.lines(self.notices.iter().map(|line| format!("note: {line}")));
        if !found.is_empty() {
            let lines = found.iter().map(|each| format!("  {}  {}", each.rule, each.message));
            report = report.line(String::new()).line("Notices:").lines(lines);
        }
        let sql = self.sql.trim();
        if !sql.is_empty() {
            report = report
                .line(String::new())
                .line("SQL:")
                .lines(sql.lines().map(|line| format!("  {line}")));
        }
        let notice = |each: &&Finding| {
            json!({
                "id": each.rule,
                "subject": each.subject.to_string(),
                "message": each.message,
            })
        };
        let changes = self.plans.iter().flat_map(|plan| &plan.changes.changes);
        let changes: Vec<Value> = changes
            .map(|change| {
                let phrase = phrase(change);
                json!({ "verb": phrase.verb.word(), "object": phrase.object })
            })
            .collect();
        report
            .field("changes", changes)
            .field("script", self.sql.clone())
            .field("planNotices", found.iter().map(notice).collect::<Vec<_>>())
            .field("notices", self.notices.clone())
    }
}

/// A table that another tool's history would be, but that the schema declares, is an ordinary table.
pub fn declared(found: &LiveDatabase, expected: &Database) -> LiveDatabase {
    let names: BTreeSet<&ObjectName> = expected.tables.iter().map(|table| &table.name).collect();
    let mut found = found.clone();
    let back = found.set_aside.iter().filter(|table| names.contains(&table.name));
    let back: Vec<Table> = back.filter(|table| !is_own(&table.name)).cloned().collect();
    found.database.tables.extend(back);
    found
}

/// A plan's statements as the executor reads them.
fn read(planned: &Planned) -> Result<Script> {
    script::parse(planned.provider(), &planned.migration_sql).map_err(|errors| {
        let error = Error::failed("unreadable-plan", "The planned SQL cannot be read again.");
        errors.iter().map(script_error).fold(error, Error::detail)
    })
}

/// Both in one transaction, where both are made of one.
fn joined(mut first: Script, second: Script, lines: u32) -> Script {
    first.foreign_keys_off |= second.foreign_keys_off;
    for mut section in second.sections {
        for statement in &mut section.statements {
            statement.line = statement.line.saturating_add(lines);
        }
        match first.sections.last_mut() {
            Some(last)
                if last.mode == Mode::Transaction
                    && section.mode == Mode::Transaction
                    && last.lock_timeout == section.lock_timeout
                    && last.statement_timeout == section.statement_timeout =>
            {
                last.statements.extend(section.statements);
            }
            Some(_) | None => first.sections.push(section),
        }
    }
    first
}
