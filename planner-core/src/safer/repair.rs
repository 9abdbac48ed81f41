//! What a finding asks a database -> statements that look at the rows at risk, keep a copy of what is lost,
//! or change them so that nothing is at risk. What deletes or empties something keeps a copy of it first,
//! and is there only where it is clear what may go.

use super::way::{SaferKind, SaferWay, VALUE};
use crate::database::model::{Column, ColumnArity, ColumnDefault, ObjectName, Table};
use crate::database::names::with_suffix;
use crate::dialect;
use crate::dialect::question::{Question, columns_of};
use crate::dialect::standard::sql::probes::CHILD;
use crate::dialect::standard::sql::rows::{Rows, has_newer};
use crate::diff::change::Change;
use crate::provider::Provider;
use crate::warning::Finding;
use crate::warning::migration::Migration;

/// What a row with a newer one is called.
const OLDER: &str = "\"older\"";

/// How long a name may be in every database.
const MAX_NAME: usize = 63;

/// The ways.
pub fn ways(migration: &Migration<'_>, finding: &Finding) -> Vec<SaferWay> {
    let repair = Repair { migration, provider: migration.provider() };
    let questions: Vec<&Question> = finding.probes.iter().map(|probe| &probe.question).collect();
    if let Some(way) = repair.other_values(&questions) {
        return vec![way];
    }
    let changes = finding.changes.iter().filter_map(|id| migration.changes.changes.get(id.0));
    let changes: Vec<&Change> = changes.collect();
    let mut ways: Vec<SaferWay> =
        questions.iter().flat_map(|question| repair.of_question(question, &changes)).collect();
    crate::ordered::sort_by_key(&mut ways, |way| way.kind);
    ways
}

/// What repairs are made with.
#[derive(Clone, Copy)]
struct Repair<'a> {
    migration: &'a Migration<'a>,
    provider: Provider,
}

impl Repair<'_> {
    fn of_question(&self, question: &Question, changes: &[&Change]) -> Vec<SaferWay> {
        match question {
            Question::Rows { table } => {
                let goes = |change: &&Change| matches!(change, Change::DropTable(each) if each.name == *table);
                let goes = changes.iter().any(goes);
                goes.then(|| self.kept_table(table)).into_iter().collect()
            }
            Question::Values { table, column } => {
                self.kept_values(question, table, column, "the values").into_iter().collect()
            }
            Question::Nulls { table, columns } => {
                let key = |change: &&Change| matches!(change, Change::ChangePrimaryKey { .. });
                if changes.iter().any(key) {
                    return vec![self.look(question, table, &[])];
                }
                columns.iter().map(|column| self.filled(table, column)).collect()
            }
            Question::Lossy { table, before, .. } => {
                let column = before.name.as_str();
                let look = self.look(question, table, &[column]);
                let keep = self.kept_values(question, table, column, "the values that change");
                let replace = self.replaced(question, table, before);
                [Some(look), keep, replace].into_iter().flatten().collect()
            }
            Question::NoEnumValue { table, column, .. } => {
                let look = self.look(question, table, &[&column.name]);
                std::iter::once(look).chain(self.replaced(question, table, column)).collect()
            }
            Question::Duplicates { table, columns, predicate } if !columns.is_empty() => {
                let rows = self.duplicated(table, columns, predicate.as_deref());
                let title = format!("See which values of {} repeat.", columns_of(table, columns));
                let groups = vec![rows.groups(&self.list(columns))];
                let look = SaferWay::before(SaferKind::Look, title, groups, false);
                let newest = match predicate {
                    None => self.newest(table, columns, changes),
                    Some(_) => None,
                };
                std::iter::once(look).chain(newest).collect()
            }
            Question::Orphans { table, columns, parent: Some(_) } => {
                let names: Vec<&str> = columns.iter().map(String::as_str).collect();
                let look = self.look(question, table, &names);
                std::iter::once(look)
                    .chain(self.without_orphans(question, table, columns))
                    .collect()
            }
            // A parent that the migration creates has no row: only the application can fill it.
            Question::Duplicates { .. }
            | Question::Orphans { .. }
            | Question::EnumValue { .. }
            | Question::Numbering { .. } => Vec::new(),
        }
    }

    fn quote(&self, name: &str) -> String {
        dialect::quote(self.provider, name)
    }

    fn list<C: AsRef<str>>(&self, columns: &[C]) -> String {
        let names: Vec<String> = columns.iter().map(|name| self.quote(name.as_ref())).collect();
        names.join(", ")
    }

    /// The rows that a question is about.
    fn rows(&self, question: &Question, table: &ObjectName) -> Rows {
        Rows {
            table: dialect::quote_name(self.provider, table),
            alias: matches!(question, Question::Orphans { .. }).then_some(CHILD),
            condition: dialect::condition_sql(self.provider, question),
        }
    }

    /// The key of a table and some more columns of it; all columns where it has no key.
    fn with_key(&self, table: &ObjectName, columns: &[&str]) -> String {
        let key = self.migration.table_before(table).and_then(|each| each.primary_key.as_ref());
        let Some(key) = key else { return "*".to_owned() };
        let mut all: Vec<&str> = key.columns.iter().map(String::as_str).collect();
        let more: Vec<&str> = columns.iter().copied().filter(|each| !all.contains(each)).collect();
        all.extend(more);
        self.list(&all)
    }

    /// A name that no table has, before or after.
    fn kept_name(&self, table: &ObjectName, column: Option<&str>) -> ObjectName {
        let column = column.map(|name| format!("_{name}")).unwrap_or_default();
        let stem = format!("kept_{}{column}", table.name);
        let mut kept = table.sibling(with_suffix(stem.clone(), "", MAX_NAME));
        let mut number = 1;
        let taken = |name: &ObjectName| {
            let migration = self.migration;
            migration.table_before(name).is_some() || migration.table_after(name).is_some()
        };
        while taken(&kept) {
            number += 1;
            kept = table.sibling(with_suffix(stem.clone(), &format!("_{number}"), MAX_NAME));
        }
        kept
    }

    fn look(&self, question: &Question, table: &ObjectName, columns: &[&str]) -> SaferWay {
        let statement = self.rows(question, table).list(&self.with_key(table, columns));
        let title = format!("See the {}.", question.counts());
        SaferWay::before(SaferKind::Look, title, vec![statement], false)
    }

    fn kept_table(&self, table: &ObjectName) -> SaferWay {
        let kept = self.kept_name(table, None);
        let rows =
            Rows { table: dialect::quote_name(self.provider, table), alias: None, condition: None };
        let statement = rows.keep(&dialect::quote_name(self.provider, &kept), "*");
        let title = format!("Keep the rows of {table} in a table of their own.");
        SaferWay::before(SaferKind::Keep, title, vec![statement], true)
    }

    fn kept_values(
        &self,
        question: &Question,
        table: &ObjectName,
        column: &str,
        which: &str,
    ) -> Option<SaferWay> {
        let statement = self.kept(question, table, &[column])?;
        let title = format!(
            "Keep {which} of {table}.{column} in a table of their own, with the key of their rows."
        );
        Some(SaferWay::before(SaferKind::Keep, title, vec![statement], true))
    }

    /// The statement that makes the table that keeps.
    fn kept(&self, question: &Question, table: &ObjectName, columns: &[&str]) -> Option<String> {
        let kept = self.kept_name(table, columns.first().copied());
        let rows = self.rows(question, table);
        rows.condition.as_ref()?;
        let name = dialect::quote_name(self.provider, &kept);
        Some(rows.keep(&name, &self.with_key(table, columns)))
    }

    fn filled(&self, table: &ObjectName, column: &str) -> SaferWay {
        let question = Question::Nulls { table: table.clone(), columns: vec![column.to_owned()] };
        let statement = self.rows(&question, table).set(&self.quote(column), VALUE);
        let title = format!("Fill {table}.{column} where it is NULL; {VALUE} is yours to say.");
        SaferWay::before(SaferKind::Repair, title, vec![statement], false)
    }

    fn replaced(
        &self,
        question: &Question,
        table: &ObjectName,
        column: &Column,
    ) -> Option<SaferWay> {
        let keep = self.kept(question, table, &[&column.name])?;
        let set = self.rows(question, table).set(&self.quote(&column.name), VALUE);
        let title = format!(
            "Put another value in the place of each of them; {VALUE} is yours to say. The old ones \
             stay in a table of their own."
        );
        Some(SaferWay::before(SaferKind::Repair, title, vec![keep, set], true))
    }

    /// Rows that hold values that leave an enum get others; `None` where the questions are not about
    /// such.
    fn other_values(&self, questions: &[&Question]) -> Option<SaferWay> {
        let statements: Option<Vec<String>> = questions
            .iter()
            .map(|question| match question {
                Question::EnumValue { table, column, value } => {
                    let name = self.quote(&column.name);
                    let other = match column.arity {
                        ColumnArity::List => dialect::replaced_in_list(&name, value, VALUE),
                        ColumnArity::Required | ColumnArity::Nullable => VALUE.to_owned(),
                    };
                    Some(self.rows(question, table).set(&name, &other))
                }
                _ => None,
            })
            .collect();
        let statements = statements.filter(|all| !all.is_empty())?;
        let title = format!(
            "Put a value that stays in the place of each that goes; {VALUE} is yours to say."
        );
        Some(SaferWay::before(SaferKind::Repair, title, statements, false))
    }

    fn duplicated(&self, table: &ObjectName, columns: &[String], predicate: Option<&str>) -> Rows {
        let present = columns.iter().map(|column| format!("{} IS NOT NULL", self.quote(column)));
        let predicate = predicate.map(|sql| format!("({sql})"));
        let conditions: Vec<String> = present.chain(predicate).collect();
        Rows {
            table: dialect::quote_name(self.provider, table),
            alias: None,
            condition: Some(conditions.join(" AND ")),
        }
    }

    /// Of rows with the same values only the newest keeps them; `None` where nothing says which that
    /// is, or where other rows refer to those that would go.
    fn newest(
        &self,
        name: &ObjectName,
        columns: &[String],
        changes: &[&Change],
    ) -> Option<SaferWay> {
        let table = self.migration.table_before(name)?;
        let (by, order) = self.order(table)?;
        let quoted = |names: &[&str]| names.iter().map(|each| self.quote(each)).collect::<Vec<_>>();
        let same: Vec<&str> = columns.iter().map(String::as_str).collect();
        let sql = dialect::quote_name(self.provider, name);
        let condition = has_newer(&sql, OLDER, &quoted(&same), &quoted(&order));
        let rows = Rows { table: sql, alias: Some(OLDER), condition: Some(condition) };
        let kept = self.kept_name(name, same.first().copied());
        let keep = |columns: &str| rows.keep(&dialect::quote_name(self.provider, &kept), columns);
        let key = changes.iter().any(|each| matches!(each, Change::ChangePrimaryKey { .. }));
        let optional = columns.iter().find(|column| {
            let column = table.column(column);
            !key && column.is_some_and(|each| each.arity == ColumnArity::Nullable)
        });
        let (title, statements) = match optional {
            Some(column) => (
                format!(
                    "Empty {name}.{column} in all rows but the newest of each group, by {by}. The \
                     old values stay in a table of their own."
                ),
                vec![keep(&self.with_key(name, &same)), rows.set(&self.quote(column), "NULL")],
            ),
            None if self.is_referred(name) => return None,
            None => (
                format!(
                    "Delete all rows but the newest of each group, by {by}. The others stay in a table of \
                     their own."
                ),
                vec![keep("*"), rows.delete()],
            ),
        };
        Some(SaferWay::before(SaferKind::Repair, title, statements, true))
    }

    /// Rows without a parent refer to none, or go; `None` where they cannot.
    fn without_orphans(
        &self,
        question: &Question,
        table: &ObjectName,
        columns: &[String],
    ) -> Option<SaferWay> {
        let names: Vec<&str> = columns.iter().map(String::as_str).collect();
        let rows = self.rows(question, table);
        let before = self.migration.table_before(table)?;
        let optional = columns.iter().find(|column| {
            before.column(column).is_some_and(|each| each.arity == ColumnArity::Nullable)
        });
        let keep = self.kept(question, table, &names)?;
        let (title, statements) = match optional {
            Some(column) => (
                format!(
                    "Empty {table}.{column} where there is no parent. The old values stay in a table of their own."
                ),
                vec![keep, rows.set(&self.quote(column), "NULL")],
            ),
            None if self.is_referred(table) => return None,
            None => {
                let name = self.kept_name(table, names.first().copied());
                let keep = rows.keep(&dialect::quote_name(self.provider, &name), "*");
                let title = "Delete the rows without a parent. They stay in a table of their own."
                    .to_owned();
                (title, vec![keep, rows.delete()])
            }
        };
        Some(SaferWay::before(SaferKind::Repair, title, statements, true))
    }

    /// Whether rows of any table refer to this one.
    fn is_referred(&self, table: &ObjectName) -> bool {
        let keys = self.migration.before.tables.iter().flat_map(|each| &each.foreign_keys);
        keys.into_iter().any(|key| key.referenced_table == *table)
    }

    /// What says which of two rows is newer: the column, and it with what decides between equals. `None`
    /// where nothing does. On SQLite every whole number that is a key is numbered by the database unless
    /// the application gives one, so that it says nothing.
    fn order<'a>(&self, table: &'a Table) -> Option<(&'a str, Vec<&'a str>)> {
        let key: Vec<&str> =
            table.primary_key.as_ref()?.columns.iter().map(String::as_str).collect();
        let made = |column: &&Column| {
            column.arity == ColumnArity::Required && column.default == Some(ColumnDefault::Now)
        };
        if let Some(column) = table.columns.iter().find(made) {
            let name = column.name.as_str();
            return Some((name, std::iter::once(name).chain(key).collect()));
        }
        match key.as_slice() {
            [only]
                if self.provider == Provider::Postgresql && table.column(only)?.autoincrement =>
            {
                Some((only, key))
            }
            _ => None,
        }
    }
}
