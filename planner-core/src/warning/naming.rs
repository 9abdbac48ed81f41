//! How a project wants things to be named -> findings about what a migration makes or renames and calls
//! otherwise. Names that stand already are left alone. Knows nothing of where the wish is written.

use super::finding::{Finding, Level};
use super::rules::naming_convention::RULE;
use crate::database::model::{ObjectName, Table, TableRole};
use crate::diff::change::{Change, ChangeId, ChangeSet};
use crate::source::Span;
use crate::subject::{Subject, SubjectKind};
use std::fmt;
use std::sync::Arc;

/// What a name has to be like.
#[derive(Clone)]
pub struct Pattern {
    /// It in words: `snake_case`, or a regular expression between slashes.
    pub shown: String,
    test: Arc<dyn Fn(&str) -> bool + Send + Sync>,
}

/// The wishes of a project by kind of thing; `None` where any name will do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Naming {
    /// Tables.
    pub tables: Option<Pattern>,
    /// Columns.
    pub columns: Option<Pattern>,
    /// Indexes, unique ones too.
    pub indexes: Option<Pattern>,
    /// Primary and foreign keys.
    pub constraints: Option<Pattern>,
    /// Enum types.
    pub enums: Option<Pattern>,
}

/// The words for styles of letters, in the order of documentation.
pub const STYLES: [&str; 4] = ["snake_case", "camelCase", "PascalCase", "SCREAMING_SNAKE_CASE"];

impl Pattern {
    /// A style of letters by its word; `None` for another word.
    pub fn style(word: &str) -> Option<Self> {
        let test: fn(&str) -> bool = match word {
            "snake_case" => |name| is_snake(name, |each| each.is_ascii_lowercase()),
            "camelCase" => |name| is_camel(name, |each| each.is_ascii_lowercase()),
            "PascalCase" => |name| is_camel(name, |each| each.is_ascii_uppercase()),
            "SCREAMING_SNAKE_CASE" => |name| is_snake(name, |each| each.is_ascii_uppercase()),
            _ => return None,
        };
        Some(Self { shown: word.to_owned(), test: Arc::new(test) })
    }

    /// Anything that a function takes: regular expressions are the caller's business.
    pub fn of(shown: String, test: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        Self { shown, test: Arc::new(test) }
    }

    /// Whether a name is like that.
    pub fn fits(&self, name: &str) -> bool {
        (self.test)(name)
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Pattern").field(&self.shown).finish()
    }
}

/// What is shown says what is tested.
impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.shown == other.shown
    }
}

impl Eq for Pattern {}

/// Words of letters of one case and digits, one underscore between, a letter first.
fn is_snake(name: &str, letter: fn(char) -> bool) -> bool {
    let word = |part: &str| {
        !part.is_empty() && part.chars().all(|each| letter(each) || each.is_ascii_digit())
    };
    name.starts_with(letter) && name.split('_').all(word)
}

fn is_camel(name: &str, first: fn(char) -> bool) -> bool {
    name.starts_with(first) && name.chars().all(|each| each.is_ascii_alphanumeric())
}

impl Naming {
    /// The findings about a migration, in the order of its changes.
    pub fn check(&self, changes: &ChangeSet) -> Vec<Finding> {
        let mut found = Found { naming: self, all: Vec::new() };
        if *self != Self::default() {
            for (index, change) in changes.changes.iter().enumerate() {
                found.look_at(ChangeId(index), change);
            }
        }
        found.all
    }
}

struct Found<'a> {
    naming: &'a Naming,
    all: Vec<Finding>,
}

impl Found<'_> {
    fn look_at(&mut self, id: ChangeId, change: &Change) {
        match change {
            Change::CreateTable(table) => self.new_table(id, table),
            Change::RenameTable(table) => self.table(id, &table.after, None),
            Change::AddColumn { table, column } => {
                self.column(id, &table.after, &column.name, column.span);
            }
            Change::RenameColumn { table, after, .. } => {
                self.column(id, &table.after, after, None);
            }
            Change::CreateIndex { table, index } => {
                self.index(id, &table.after, &index.name, index.span);
            }
            Change::RenameIndex { table, after, .. } => {
                self.index(id, &table.after, &after.name, after.span);
            }
            Change::AddForeignKey { table, foreign_key } => {
                self.constraint(id, &table.after, Some(&foreign_key.name), foreign_key.span);
            }
            Change::RenameForeignKey { table, after, .. } => {
                self.constraint(id, &table.after, Some(after), None);
            }
            Change::ChangePrimaryKey { table, after, .. } => {
                let name = after.as_ref().and_then(|key| key.name.as_deref());
                self.constraint(id, &table.after, name, None);
            }
            Change::RenamePrimaryKey { table, after, .. } => {
                self.constraint(id, &table.after, Some(after), None);
            }
            Change::CreateEnum(each) => self.enum_type(id, &each.name, each.span),
            Change::RenameEnum { after, .. } => self.enum_type(id, after, None),
            Change::CreateNamespace(_)
            | Change::CreateExtension(_)
            | Change::AlterExtension { .. }
            | Change::DropExtension(_)
            | Change::DropEnum(_)
            | Change::AlterEnum(_)
            | Change::ChangeClientEnum(_)
            | Change::DropTable(_)
            | Change::DropColumn { .. }
            | Change::AlterColumn(_)
            | Change::ChangeClientColumn { .. }
            | Change::DropIndex { .. }
            | Change::DropForeignKey { .. } => {}
        }
    }

    fn new_table(&mut self, id: ChangeId, table: &Table) {
        // Nobody can name the table of an implicit relation, nor its columns.
        if table.role == TableRole::ManyToMany {
            return;
        }
        self.table(id, &table.name, table.span);
        for column in &table.columns {
            self.column(id, &table.name, &column.name, column.span);
        }
        if let Some(key) = &table.primary_key {
            self.constraint(id, &table.name, key.name.as_deref(), table.span);
        }
        for index in &table.indexes {
            self.index(id, &table.name, &index.name, index.span);
        }
        for key in &table.foreign_keys {
            self.constraint(id, &table.name, Some(&key.name), key.span);
        }
    }

    fn table(&mut self, id: ChangeId, name: &ObjectName, span: Option<Span>) {
        let subject = Subject { kind: SubjectKind::Table, parts: parts(name) };
        self.say(id, &self.naming.tables, &name.name, subject, span);
    }

    fn column(&mut self, id: ChangeId, table: &ObjectName, name: &str, span: Option<Span>) {
        let subject = Subject { kind: SubjectKind::Column, parts: inner(table, name) };
        self.say(id, &self.naming.columns, name, subject, span);
    }

    fn index(&mut self, id: ChangeId, table: &ObjectName, name: &str, span: Option<Span>) {
        let mut parts = parts(table);
        parts.pop();
        parts.push(name.to_owned());
        let subject = Subject { kind: SubjectKind::Index, parts };
        self.say(id, &self.naming.indexes, name, subject, span);
    }

    fn constraint(
        &mut self,
        id: ChangeId,
        table: &ObjectName,
        name: Option<&str>,
        span: Option<Span>,
    ) {
        // What has no name, as in SQLite, is named by nobody.
        let Some(name) = name else { return };
        let subject = Subject { kind: SubjectKind::Constraint, parts: inner(table, name) };
        self.say(id, &self.naming.constraints, name, subject, span);
    }

    fn enum_type(&mut self, id: ChangeId, name: &ObjectName, span: Option<Span>) {
        let subject = Subject { kind: SubjectKind::Enum, parts: parts(name) };
        self.say(id, &self.naming.enums, &name.name, subject, span);
    }

    fn say(
        &mut self,
        id: ChangeId,
        wanted: &Option<Pattern>,
        name: &str,
        subject: Subject,
        span: Option<Span>,
    ) {
        let Some(wanted) = wanted.as_ref().filter(|wanted| !wanted.fits(name)) else { return };
        self.all.push(Finding {
            rule: RULE.id,
            level: Level::Notice,
            message: format!(
                "Unlike the project's names: {} {subject} is not {}.",
                subject.kind.word(),
                wanted.shown
            ),
            subject,
            changes: vec![id],
            probes: Vec::new(),
            span,
        });
    }
}

fn parts(name: &ObjectName) -> Vec<String> {
    name.namespace.iter().chain([&name.name]).cloned().collect()
}

fn inner(table: &ObjectName, name: &str) -> Vec<String> {
    let mut parts = parts(table);
    parts.push(name.to_owned());
    parts
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::planner::{PlanRequest, plan};
    use crate::source::Sources;

    fn fits(style: &str, name: &str) -> bool {
        Pattern::style(style).unwrap().fits(name)
    }

    #[test]
    fn styles_are_what_their_words_look_like() {
        for style in STYLES {
            assert!(fits(style, style), "{style}");
        }
        assert!(fits("snake_case", "user_accounts2") && !fits("snake_case", "userAccounts"));
        assert!(
            !fits("snake_case", "_a") && !fits("snake_case", "a__b") && !fits("snake_case", "")
        );
        assert!(fits("camelCase", "userAccounts") && !fits("camelCase", "UserAccounts"));
        assert!(fits("PascalCase", "UserAccounts") && !fits("PascalCase", "User_Accounts"));
        assert!(fits("SCREAMING_SNAKE_CASE", "USER_2") && !fits("SCREAMING_SNAKE_CASE", "User"));
        assert!(Pattern::style("kebab").is_none());
    }

    #[test]
    fn what_is_made_or_renamed_is_looked_at_and_what_stands_is_not() {
        let schema = |models: &str| {
            let head = "datasource db {\n  provider = \"postgresql\"\n}\n\n";
            Sources::single("schema.prisma", &format!("{head}{models}"))
        };
        let before = schema("model OldTable {\n  id Int @id\n  badName Int\n}\n");
        let after = schema(
            "model OldTable {\n  id Int @id\n  badName Int\n  newName Int @unique\n}\n\nmodel New {\n  \
             id Int @id\n  tags Tag[]\n}\n\nmodel Tag {\n  id Int @id\n  news New[]\n\n  @@map(\"tags\")\n}\n\n\
             enum Kind {\n  a\n}\n",
        );
        let planned =
            plan(&PlanRequest { before: Some(&before), after: &after, hints: &[] }).unwrap();
        let style = || Pattern::style("snake_case");
        let naming =
            Naming { tables: style(), columns: style(), enums: style(), ..Naming::default() };
        let found: Vec<String> =
            naming.check(&planned.changes).into_iter().map(|each| each.message).collect();
        let mut expected = vec![
            "Unlike the project's names: column OldTable.newName is not snake_case.",
            "Unlike the project's names: enum Kind is not snake_case.",
            "Unlike the project's names: table New is not snake_case.",
        ];
        let mut sorted = found.clone();
        sorted.sort();
        expected.sort_unstable();
        assert_eq!(sorted, expected);
        assert_eq!(Naming::default().check(&planned.changes), []);
        let keys = Pattern::of("/^pk_/".to_owned(), |name| name.starts_with("pk_"));
        let naming = Naming { constraints: Some(keys), ..Naming::default() };
        let found = naming.check(&planned.changes);
        assert!(found[0].message.ends_with("is not /^pk_/."), "{found:?}");
    }
}
