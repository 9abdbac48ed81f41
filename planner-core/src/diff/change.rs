//! The vocabulary of change: what a migration MEANS, in database terms and free of any dialect.
//! Read this file first. A [`Change`] says nothing of how it is carried out (that is a
//! `Step` of `plan`) nor of what it risks (that is a `Finding` of `warning`).
//!
//! Names: every table that a change speaks of stands as a [`TableRef`], with its name before and
//! after the migration; for a table that is created or dropped there is one name. Columns inside
//! keys, indexes and foreign keys of the `after` side carry their names after renames.

use crate::database::model::{
    Column, ColumnDefault, EnumType, EnumValue, Extension, ForeignKey, Index, ObjectName,
    PrimaryKey, Table,
};

/// Index into [`ChangeSet::changes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChangeId(pub usize);

/// All changes between two databases, in a deterministic order: by kind as the variants stand
/// below within what [`crate::diff`] documents, independent of declaration order but for columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChangeSet {
    /// The changes.
    pub changes: Vec<Change>,
}

/// A table under its names before and after the migration.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableRef {
    /// Name before.
    pub before: ObjectName,
    /// Name after; the same unless the table is renamed or moved.
    pub after: ObjectName,
}

/// One difference between two databases.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A PostgreSQL schema that was not listed before.
    CreateNamespace(String),
    /// An extension appears.
    CreateExtension(Extension),
    /// An extension's version or schema changes.
    AlterExtension {
        /// As it was.
        before: Extension,
        /// As it shall be.
        after: Extension,
    },
    /// An extension goes.
    DropExtension(Extension),

    /// An enum type appears.
    CreateEnum(EnumType),
    /// An enum type keeps its values under another name or in another schema.
    RenameEnum {
        /// Name before.
        before: ObjectName,
        /// Name after.
        after: ObjectName,
    },
    /// An enum type's values change.
    AlterEnum(EnumChange),
    /// An enum type goes.
    DropEnum(EnumType),

    /// A table appears, with its columns and primary key. Its indexes and foreign keys are
    /// changes of their own.
    CreateTable(Table),
    /// A table has another name or schema.
    RenameTable(TableRef),
    /// A table goes, with all that is on it. Foreign keys of other tables to it are changes of
    /// their own.
    DropTable(Table),

    /// A column appears on an existing table.
    AddColumn {
        /// Its table.
        table: TableRef,
        /// The column.
        column: Column,
    },
    /// A column has another name.
    RenameColumn {
        /// Its table.
        table: TableRef,
        /// Column name before.
        before: String,
        /// Column name after.
        after: String,
    },
    /// A column's type, arity, default or numbering changes. Its name is that after renames.
    AlterColumn(ColumnChange),
    /// A column goes.
    DropColumn {
        /// Its table.
        table: TableRef,
        /// The column as it was.
        column: Column,
    },

    /// The primary key appears, goes or covers other columns.
    ChangePrimaryKey {
        /// Its table.
        table: TableRef,
        /// As it was.
        before: Option<PrimaryKey>,
        /// As it shall be.
        after: Option<PrimaryKey>,
    },
    /// The primary key constraint has another name.
    RenamePrimaryKey {
        /// Its table.
        table: TableRef,
        /// Constraint name before.
        before: String,
        /// Constraint name after.
        after: String,
    },

    /// An index appears.
    CreateIndex {
        /// Its table.
        table: TableRef,
        /// The index.
        index: Index,
    },
    /// An index has another name.
    RenameIndex {
        /// Its table.
        table: TableRef,
        /// The index as it was; columns under their names before.
        before: Index,
        /// The index as it shall be.
        after: Index,
    },
    /// An index goes. (A changed index goes and appears.)
    DropIndex {
        /// Its table.
        table: TableRef,
        /// The index as it was.
        index: Index,
    },

    /// A foreign key appears.
    AddForeignKey {
        /// The table that refers.
        table: TableRef,
        /// The key.
        foreign_key: ForeignKey,
    },
    /// A foreign key constraint has another name (PostgreSQL).
    RenameForeignKey {
        /// The table that refers.
        table: TableRef,
        /// Constraint name before.
        before: String,
        /// Constraint name after.
        after: String,
    },
    /// A foreign key goes. (A changed one goes and appears.)
    DropForeignKey {
        /// The table that refers.
        table: TableRef,
        /// The key as it was.
        foreign_key: ForeignKey,
    },

    /// Something that only clients see changes on a column: it needs no step.
    ChangeClientColumn {
        /// Its table.
        table: TableRef,
        /// Column name after.
        column: String,
        /// What changes, in a few words, such as `@default(uuid())`.
        summary: String,
        /// Whether its values are of an enum that they were not of before.
        other_enum: bool,
    },
    /// Values of an enum change that no database object stands for (SQLite): needs a step only where
    /// rows hold a value that is renamed.
    ChangeClientEnum(EnumChange),
}

/// How the values of an enum change.
#[derive(Debug, Clone, PartialEq)]
pub struct EnumChange {
    /// The type as it was.
    pub before: EnumType,
    /// The type as it shall be.
    pub after: EnumType,
    /// New values, in the order in which they stand after.
    pub added: Vec<AddedEnumValue>,
    /// Values that go.
    pub removed: Vec<EnumValue>,
    /// Values with another database name: before, after.
    pub renamed: Vec<(String, String)>,
    /// Whether the values that stay stand in another order.
    pub reordered: bool,
    /// The columns that hold the type after the migration, in order of table and column.
    pub columns: Vec<EnumColumn>,
}

/// A new value of an enum and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedEnumValue {
    /// The value's database name.
    pub name: String,
    /// The value (after renames) that it stands before; `None` at the end.
    pub before: Option<String>,
}

/// A column that holds an enum both before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct EnumColumn {
    /// Its table.
    pub table: TableRef,
    /// The column as it was; its name is that before renames.
    pub before: Column,
    /// The column as it shall be.
    pub after: Column,
}

/// How one column changes.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnChange {
    /// Its table.
    pub table: TableRef,
    /// The column as it was; its name is that before renames.
    pub before: Column,
    /// The column as it shall be.
    pub after: Column,
}

impl ColumnChange {
    /// Whether the type of a value changes, or single value to list or back.
    pub fn type_changes(&self) -> bool {
        use crate::database::model::ColumnArity::List;
        self.before.column_type != self.after.column_type
            || (self.before.arity == List) != (self.after.arity == List)
    }

    /// Whether NULL becomes forbidden.
    pub fn becomes_required(&self) -> bool {
        use crate::database::model::ColumnArity::Required;
        self.before.arity != Required && self.after.arity == Required
    }

    /// Whether NULL becomes allowed.
    pub fn becomes_nullable(&self) -> bool {
        use crate::database::model::ColumnArity::Required;
        self.before.arity == Required && self.after.arity != Required
    }

    /// Whether the database's default changes.
    pub fn default_changes(&self) -> bool {
        let (before, after) = (self.before.default.as_ref(), self.after.default.as_ref());
        !ColumnDefault::same_or_none(before, after)
    }

    /// Whether numbering by the database begins or ends.
    pub fn autoincrement_changes(&self) -> bool {
        self.before.autoincrement != self.after.autoincrement
    }
}

impl Change {
    /// The table that a change is about, where it is about one.
    pub fn table(&self) -> Option<TableRef> {
        match self {
            Self::CreateTable(table) | Self::DropTable(table) => {
                Some(TableRef { before: table.name.clone(), after: table.name.clone() })
            }
            Self::RenameTable(table)
            | Self::AddColumn { table, .. }
            | Self::RenameColumn { table, .. }
            | Self::DropColumn { table, .. }
            | Self::ChangePrimaryKey { table, .. }
            | Self::RenamePrimaryKey { table, .. }
            | Self::CreateIndex { table, .. }
            | Self::RenameIndex { table, .. }
            | Self::DropIndex { table, .. }
            | Self::AddForeignKey { table, .. }
            | Self::RenameForeignKey { table, .. }
            | Self::DropForeignKey { table, .. }
            | Self::ChangeClientColumn { table, .. } => Some(table.clone()),
            Self::AlterColumn(change) => Some(change.table.clone()),
            Self::CreateNamespace(_)
            | Self::CreateExtension(_)
            | Self::AlterExtension { .. }
            | Self::DropExtension(_)
            | Self::CreateEnum(_)
            | Self::RenameEnum { .. }
            | Self::AlterEnum(_)
            | Self::DropEnum(_)
            | Self::ChangeClientEnum(_) => None,
        }
    }
}

impl ChangeSet {
    /// The changes with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (ChangeId, &Change)> {
        self.changes.iter().enumerate().map(|(index, change)| (ChangeId(index), change))
    }

    /// Whether nothing changes, client-side facts included.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}
