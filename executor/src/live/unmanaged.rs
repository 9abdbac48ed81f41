//! Objects of a database that the schema language cannot say: listed, kept, never planned.

use planner_core::database::model::ObjectName;
use planner_core::dialect::postgres::identifiers::{quote, quote_name};
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
}

impl Unmanaged {
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
            Self::Function => "function",
            Self::Aggregate => "aggregate",
            Self::Sequence => "sequence",
            Self::Domain => "domain",
            Self::Type => "type",
        }
    }

    /// Whether it says something of its table, and is nothing without it.
    pub fn is_property(self) -> bool {
        matches!(self, Self::TableOption | Self::NumberingOption | Self::Comment | Self::Statistics)
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
