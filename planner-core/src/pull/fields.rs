//! A column of the database -> the words of its field: name, type, attributes.

use super::attributes::call;
use super::defaults::{self, quoted};
use super::writer::{Writer, arity_sign};
use crate::database::model::{Column, ColumnType, ObjectName};
use crate::dialect;
use crate::provider::Provider;

/// A column's type in the schema's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TypeText {
    /// The type without its arity.
    pub name: String,
    /// `@db.…`, where the type alone says less.
    pub native: Option<String>,
}

impl Writer<'_> {
    /// The type of a column.
    pub fn type_text(&self, column_type: &ColumnType) -> TypeText {
        if let ColumnType::Enum(name) = column_type
            && let Some(names) = self.names.enumeration(name)
        {
            return TypeText { name: names.name.clone(), native: None };
        }
        let Some(found) = dialect::schema_type(self.live.provider, column_type) else {
            let text = match column_type {
                ColumnType::Unsupported(text) => text.to_string(),
                ColumnType::Enum(name) => name.to_string(),
                ColumnType::Native(native) => format!("{:?}", native.name),
            };
            return TypeText { name: format!("Unsupported({})", quoted(&text)), native: None };
        };
        let datasource = &self.request.schema.datasource.name;
        let native = found.native.map(|(name, arguments)| {
            let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
            call(&format!("@{datasource}.{name}"), &arguments)
        });
        TypeText { name: format!("{:?}", found.scalar), native }
    }

    /// The words of a new field: name and type, then attributes.
    pub fn field_words(&self, table: &ObjectName, column: &Column) -> Vec<String> {
        let name = self.names.field(table, &column.name);
        let text = self.type_text(&column.column_type);
        let mut words = vec![format!("{name} {}{}", text.name, arity_sign(column.arity))];
        let default = if self.is_numbered_by_use(table, column) {
            None
        } else {
            defaults::argument(self.types, column, self.kind(column))
        };
        words.extend(default.map(|argument| format!("@default({argument})")));
        if name != column.name {
            words.push(format!("@map({})", quoted(&column.name)));
        }
        words.extend(text.native);
        words
    }

    /// SQLite numbers every key that is the rowid; one that refers to another row gets its number
    /// from there, so that `autoincrement()` would only mislead.
    fn is_numbered_by_use(&self, table: &ObjectName, column: &Column) -> bool {
        let refers = self.live.table(table).is_some_and(|table| {
            table.foreign_keys.iter().any(|key| key.columns.iter().any(|each| *each == column.name))
        });
        self.live.provider == Provider::Sqlite && column.autoincrement && refers
    }
}
