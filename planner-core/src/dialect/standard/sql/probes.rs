//! Questions about the data at risk -> one SELECT of one number each. How names are written and what a value
//! of an enum or a cast means, the dialect says.

use crate::database::model::{Column, ObjectName};
use crate::dialect::question::Question;

/// A dialect's way to ask.
#[derive(Debug, Clone, Copy)]
pub struct Asking {
    /// A name, quoted.
    pub quote: fn(&str) -> String,
    /// The name of a table, quoted.
    pub quote_name: fn(&ObjectName) -> String,
    /// That a column holds a value of its enum.
    pub enum_value: fn(&Column, &str) -> String,
    /// That a column holds none of some values of an enum.
    pub no_enum_value: fn(&Column, &[String]) -> String,
    /// That a value does not survive the cast from one column to the other and back.
    pub lossy: fn(&Column, &Column) -> String,
    /// The statement that counts what numbers a column beyond a number.
    pub numbering: fn(&ObjectName, &str, i64) -> String,
}

/// What the rows of a table that refers are called in the condition.
pub const CHILD: &str = "\"child\"";

impl Asking {
    /// The statement.
    pub fn render(&self, question: &Question) -> String {
        match question {
            Question::Duplicates { table, columns, predicate } => {
                self.duplicates(table, columns, predicate.as_deref())
            }
            Question::Numbering { table, column, greatest } => {
                (self.numbering)(table, column, *greatest)
            }
            Question::Orphans { table, .. } => {
                self.count(&format!("{} AS {CHILD}", (self.quote_name)(table)), question)
            }
            Question::Rows { table }
            | Question::Values { table, .. }
            | Question::Nulls { table, .. }
            | Question::EnumValue { table, .. }
            | Question::Lossy { table, .. }
            | Question::NoEnumValue { table, .. } => {
                self.count(&(self.quote_name)(table), question)
            }
        }
    }

    /// Which rows a question is about; `None` where it is not about single ones.
    pub fn condition(&self, question: &Question) -> Option<String> {
        Some(match question {
            Question::Rows { .. } | Question::Duplicates { .. } | Question::Numbering { .. } => {
                return None;
            }
            Question::Values { column, .. } => format!("{} IS NOT NULL", (self.quote)(column)),
            Question::Nulls { columns, .. } => {
                let tests: Vec<String> = columns
                    .iter()
                    .map(|column| format!("{} IS NULL", (self.quote)(column)))
                    .collect();
                tests.join(" OR ")
            }
            Question::EnumValue { column, value, .. } => (self.enum_value)(column, value),
            Question::Lossy { before, after, .. } => (self.lossy)(before, after),
            Question::NoEnumValue { column, values, .. } => (self.no_enum_value)(column, values),
            Question::Orphans { columns, parent, .. } => {
                let parent = parent.as_ref().map(|(name, columns)| (name, columns.as_slice()));
                self.orphans(columns, parent)
            }
        })
    }

    fn count(&self, table: &str, question: &Question) -> String {
        let condition = self.condition(question);
        let filter = condition.map(|text| format!(" WHERE {text}")).unwrap_or_default();
        format!("SELECT count(*) FROM {table}{filter}")
    }

    fn duplicates(
        &self,
        table: &ObjectName,
        columns: &[String],
        predicate: Option<&str>,
    ) -> String {
        let names: Vec<String> = columns.iter().map(|column| (self.quote)(column)).collect();
        let mut conditions: Vec<String> =
            names.iter().map(|name| format!("{name} IS NOT NULL")).collect();
        conditions.extend(predicate.map(|text| format!("({text})")));
        let filter = match conditions.as_slice() {
            [] => String::new(),
            _ => format!(" WHERE {}", conditions.join(" AND ")),
        };
        // Without a column to group by, all rows are one group.
        let group = match names.as_slice() {
            [] => String::new(),
            _ => format!(" GROUP BY {}", names.join(", ")),
        };
        format!(
            "SELECT count(*) FROM (SELECT count(*) AS \"size\" FROM {}{filter}{group}) AS \"groups\" WHERE \"size\" > 1",
            (self.quote_name)(table)
        )
    }

    fn orphans(&self, columns: &[String], parent: Option<(&ObjectName, &[String])>) -> String {
        let child = |column: &String| format!("{CHILD}.{}", (self.quote)(column));
        let mut conditions: Vec<String> =
            columns.iter().map(|column| format!("{} IS NOT NULL", child(column))).collect();
        if let Some((parent, parent_columns)) = parent {
            let matches: Vec<String> = columns
                .iter()
                .zip(parent_columns)
                .map(|(column, other)| {
                    format!("\"parent\".{} = {}", (self.quote)(other), child(column))
                })
                .collect();
            conditions.push(format!(
                "NOT EXISTS (SELECT 1 FROM {} AS \"parent\" WHERE {})",
                (self.quote_name)(parent),
                matches.join(" AND ")
            ));
        }
        conditions.join(" AND ")
    }
}
