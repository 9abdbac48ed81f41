//! Objects of a database that the schema language cannot say: listed, kept, never planned.

use crate::live::identifiers;
use planner_core::database::model::{ObjectName, Table};
use planner_core::dialect::postgres::identifiers::{quote, quote_name};
use planner_core::diff::change::{Change, ChangeSet};
use std::fmt;

/// One such object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unmanaged {
    /// What it is.
    pub kind: UnmanagedKind,
    /// Its name; a column's for what belongs to a column.
    pub name: ObjectName,
    /// The table that it is on, where it is on one.
    pub table: Option<ObjectName>,
    /// Its SQL, or what is special about it, where the catalogue says so.
    pub definition: Option<String>,
    /// What it needs, as PostgreSQL's catalogue says; SQLite's says nothing of it.
    pub uses: Vec<Use>,
}

/// Something that an object needs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    /// A table or an enum type.
    pub object: ObjectName,
    /// The column of the table, where it needs one.
    pub column: Option<String>,
    /// Whether it stands in the way of a change; else it goes with what it needs.
    pub blocks: bool,
}

/// What becomes of an object when something that it needs goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It goes too.
    Goes,
    /// It makes the change fail.
    Blocks,
}

/// Kinds of such objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnmanagedKind {
    /// A view.
    View,
    /// A materialised view.
    MaterializedView,
    /// A foreign table.
    ForeignTable,
    /// A table whose rows a module keeps (SQLite).
    VirtualTable,
    /// A partition of a table.
    Partition,
    /// A trigger.
    Trigger,
    /// A rewrite rule.
    Rule,
    /// A row security policy.
    Policy,
    /// Row security is enabled on the table.
    RowSecurity,
    /// A check constraint.
    CheckConstraint,
    /// An exclusion constraint.
    ExclusionConstraint,
    /// A unique constraint: part of the model as an index, but dropped only as a constraint.
    UniqueConstraint,
    /// A constraint that is deferrable or not validated: part of the model otherwise.
    ConstraintState,
    /// An index over an expression.
    ExpressionIndex,
    /// An index of a form that the language cannot say: INCLUDE, collation, order of NULLs, a
    /// method of an extension.
    SpecialIndex,
    /// An index that a failed CREATE INDEX CONCURRENTLY left behind.
    InvalidIndex,
    /// A column that the database computes. It is part of the model as a column.
    GeneratedColumn,
    /// An identity column: part of the model as a numbered column.
    IdentityColumn,
    /// A property of a table: STRICT, WITHOUT ROWID, UNLOGGED, INHERITS, PARTITION BY, storage
    /// parameters, a collation of a column.
    TableOption,
    /// Where the numbers of a column begin and how they go on, other than by ones from 1.
    NumberingOption,
    /// A comment on a table or on one of its columns.
    Comment,
    /// Extended statistics.
    Statistics,
    /// What a role that does not own a table may do with it, or with a column of it.
    Grant,
    /// What roles may do with a type by default, and may not with this one.
    Revocation,
    /// The owner of a type, where that is another role than the one that reads it.
    TypeOwner,
    /// The index by which a table's rows are known to those that replicate them.
    ReplicaIdentity,
    /// The table is part of a publication.
    Publication,
    /// A function or procedure.
    Function,
    /// An aggregate function.
    Aggregate,
    /// A sequence that belongs to no column.
    Sequence,
    /// A domain type.
    Domain,
    /// A composite or range type.
    Type,
    /// A cast between two types.
    Cast,
    /// A foreign key that the schema does not know, where it needs what the schema knows.
    ForeignKey,
    /// A column that the schema does not know, of an enum type or of the type of a table's rows.
    Column,
    /// A default that takes its numbers from another column's sequence.
    Default,
}

impl Unmanaged {
    /// What becomes of it when that column goes or changes its type; `None` where it does not need
    /// it.
    pub fn without_column(&self, table: &ObjectName, column: &str) -> Option<Fate> {
        self.fate(|used| used.object == *table && used.column.as_deref() == Some(column))
    }

    /// The same where an enum type is dropped or replaced.
    pub fn without_enum(&self, name: &ObjectName) -> Option<Fate> {
        self.fate(|used| used.object == *name && used.column.is_none())
    }

    /// Whether it needs a table that it is not on.
    pub fn needs_table(&self, table: &ObjectName) -> bool {
        self.table.as_ref() != Some(table)
            && self.uses.iter().any(|used| used.blocks && used.object == *table)
    }

    /// Where it needs the same in two ways, one of which takes it along, it goes.
    fn fate(&self, is_it: impl Fn(&Use) -> bool) -> Option<Fate> {
        let mut uses = self.uses.iter().filter(|used| is_it(used)).peekable();
        uses.peek()?;
        Some(if uses.all(|used| used.blocks) { Fate::Blocks } else { Fate::Goes })
    }

    /// The same after a migration that renames tables and columns.
    #[must_use]
    pub fn renamed(&self, changes: &ChangeSet) -> Self {
        // A table or an enum type.
        let table_after = |name: &ObjectName| {
            let renamed = changes.changes.iter().find_map(|change| match change {
                Change::RenameTable(table) if table.before == *name => Some(table.after.clone()),
                Change::RenameEnum { before, after } if before == name => Some(after.clone()),
                _ => None,
            });
            renamed.unwrap_or_else(|| name.clone())
        };
        let column_after = |table: &ObjectName, name: &str| {
            let renamed = changes.changes.iter().find_map(|change| match change {
                Change::RenameColumn { table: of, before, after }
                    if of.before == *table && before == name =>
                {
                    Some(after.clone())
                }
                _ => None,
            });
            renamed.unwrap_or_else(|| name.to_owned())
        };
        let uses = self.uses.iter().map(|used| Use {
            object: table_after(&used.object),
            column: used.column.as_deref().map(|column| column_after(&used.object, column)),
            blocks: used.blocks,
        });
        Self { table: self.table.as_ref().map(table_after), uses: uses.collect(), ..self.clone() }
    }

    /// PostgreSQL: what drops a unique index whether it is a constraint of its table or not, so
    /// that one migration fits both kinds of databases.
    pub fn drop_unique_sql(table: &ObjectName, index: &str) -> String {
        let quoted = quote(index);
        let qualified = quote_name(&table.sibling(index));
        format!(
            "ALTER TABLE {} DROP CONSTRAINT IF EXISTS {quoted}; DROP INDEX IF EXISTS {qualified};",
            quote_name(table)
        )
    }
}

impl UnmanagedKind {
    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::MaterializedView => "materialized view",
            Self::ForeignTable => "foreign table",
            Self::VirtualTable => "virtual table",
            Self::Partition => "partition",
            Self::Trigger => "trigger",
            Self::Rule => "rule",
            Self::Policy => "policy",
            Self::RowSecurity => "row security",
            Self::CheckConstraint => "check constraint",
            Self::ExclusionConstraint => "exclusion constraint",
            Self::UniqueConstraint => "unique constraint",
            Self::ConstraintState => "constraint",
            Self::ExpressionIndex => "expression index",
            Self::SpecialIndex => "index",
            Self::InvalidIndex => "invalid index",
            Self::GeneratedColumn => "generated column",
            Self::IdentityColumn => "identity column",
            Self::TableOption => "table option",
            Self::NumberingOption => "numbering option",
            Self::Comment => "comment",
            Self::Statistics => "statistics",
            Self::Grant => "grant",
            Self::Function => "function",
            Self::Aggregate => "aggregate",
            Self::Sequence => "sequence",
            Self::Domain => "domain",
            Self::Type => "type",
            Self::Revocation => "revocation from",
            Self::TypeOwner => "owner",
            Self::ReplicaIdentity => "replica identity",
            Self::Publication => "publication",
            Self::Cast => "cast",
            Self::ForeignKey => "foreign key",
            Self::Column => "column",
            Self::Default => "default of column",
        }
    }

    /// Whether it says something of its table, and is nothing without it.
    pub fn is_property(self) -> bool {
        matches!(
            self,
            Self::TableOption
                | Self::NumberingOption
                | Self::Comment
                | Self::Statistics
                | Self::Grant
                | Self::Revocation
                | Self::TypeOwner
                | Self::ReplicaIdentity
                | Self::Publication
        )
    }

    /// Whether it is named after its column, and so needs its table to be told apart.
    pub fn is_of_column(self) -> bool {
        matches!(self, Self::Column | Self::Default | Self::GeneratedColumn)
    }

    /// Whether nothing of it is lost when its table is altered or rebuilt from the schema: the
    /// model holds it, only not its particular form.
    pub fn is_in_model(self) -> bool {
        matches!(
            self,
            Self::UniqueConstraint
                | Self::ConstraintState
                | Self::GeneratedColumn
                | Self::IdentityColumn
                | Self::TypeOwner
                | Self::ForeignKey
                | Self::Column
                | Self::Default
        )
    }
}

/// `trigger audit_users on users`.
impl fmt::Display for Unmanaged {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.kind.word(), self.name)?;
        match &self.table {
            Some(table) => write!(formatter, " on {table}"),
            None => Ok(()),
        }
    }
}

/// SQLite's catalogue keeps texts alone: what an object mentions, it needs.
pub fn note_mentions(objects: &mut [Unmanaged], tables: &[Table]) {
    for object in objects {
        let Some(definition) = &object.definition else { continue };
        let names = identifiers(definition);
        for table in tables {
            let on_it = object.table.as_ref() == Some(&table.name);
            if !on_it && !names.contains(&table.name.name.to_lowercase()) {
                continue;
            }
            let used = |column| Use { object: table.name.clone(), column, blocks: true };
            object.uses.push(used(None));
            let columns = table.columns.iter().map(|column| &column.name);
            let named = columns.filter(|name| names.contains(name.to_lowercase().as_str()));
            object.uses.extend(named.map(|name| used(Some(name.to_string()))));
        }
    }
}

/// Whether a constraint is deferrable or not validated: what else its definition is noted for.
pub fn is_deferrable(table: &ObjectName, name: &str, beside: &[Unmanaged]) -> bool {
    beside.iter().any(|object| {
        matches!(object.kind, UnmanagedKind::UniqueConstraint | UnmanagedKind::ConstraintState)
            && object.table.as_ref() == Some(table)
            && object.name.name == name
            && object.definition.is_some()
    })
}
