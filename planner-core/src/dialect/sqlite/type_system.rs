//! SQLite's answers to what lowering asks.

use crate::database::model::{
    Column, ColumnArity, ColumnDefault, ColumnType, Database, IndexMethod,
};
use crate::database::type_system::{Comparison, DefaultSource, JoinKey, TypeSource, TypeSystem};
use crate::diagnostic::Diagnostic;
use crate::dialect::schema_sql;
use crate::dialect::sqlite::sql::literal;
use crate::dialect::sqlite::{defaults, identifiers, refusals, types};
use crate::dialect::standard::sql::predicate::{self, Writing};
use crate::provider::Provider;
use crate::schema::model::OperatorClass;
use crate::source::Span;

/// SQLite's types, defaults and names.
#[derive(Debug, Clone, Copy)]
pub struct SqliteTypes;

impl TypeSystem for SqliteTypes {
    fn provider(&self) -> Provider {
        Provider::Sqlite
    }

    fn column_type(&self, source: TypeSource<'_>) -> ColumnType {
        types::from_schema(source)
    }

    fn default(
        &self,
        source: &DefaultSource,
        column_type: &ColumnType,
        _arity: ColumnArity,
    ) -> Option<ColumnDefault> {
        defaults::from_schema(source, column_type)
    }

    /// A single INTEGER key is the rowid, and as Prisma has it, it always counts on, asked or not;
    /// no other column can.
    /// <https://www.sqlite.org/autoinc.html>
    fn autoincrement(&self, column_type: &ColumnType, _asked: bool, sole_key: bool) -> bool {
        sole_key && types::is_rowid_type(column_type)
    }

    fn namespace(&self, _name: &str) -> Option<String> {
        None
    }

    fn stored_name<'a>(&self, name: &'a str) -> &'a str {
        name
    }

    fn primary_key_name(&self, _table: &str) -> Option<String> {
        None
    }

    fn given_primary_key_name(&self, _name: &str) -> Option<String> {
        None
    }

    fn unique_name(&self, table: &str, columns: &[&str]) -> String {
        identifiers::unique_name(table, columns)
    }

    fn index_name(&self, table: &str, columns: &[&str]) -> String {
        identifiers::index_name(table, columns)
    }

    fn foreign_key_name(&self, table: &str, columns: &[String]) -> String {
        identifiers::foreign_key_name(table, columns)
    }

    fn given_foreign_key_name(&self, _name: &str) -> Option<String> {
        None
    }

    fn index_method(&self, _method: IndexMethod) -> IndexMethod {
        IndexMethod::BTree
    }

    fn join_key(&self, table: &str) -> JoinKey {
        JoinKey::UniqueIndex(format!("{table}_AB_unique"))
    }

    fn join_index_name(&self, table: &str) -> String {
        format!("{table}_B_index")
    }

    fn join_foreign_key_name(&self, table: &str, column: &str) -> String {
        identifiers::foreign_key_name(table, &[column])
    }

    fn predicate(&self, comparisons: &[Comparison]) -> String {
        predicate::render(
            comparisons,
            Writing { quote: identifiers::quote, literal: literal::render },
        )
    }

    fn operator_class(
        &self,
        _class: &OperatorClass,
        _column_type: &ColumnType,
        _arity: ColumnArity,
        _method: IndexMethod,
    ) -> Option<String> {
        None
    }

    /// SQLite takes any value in any column.
    fn default_refusals(&self, column: &Column, span: Span) -> Vec<Diagnostic> {
        schema_sql::default_refusal(Provider::Sqlite, column, span).into_iter().collect()
    }

    fn refusals(&self, database: &Database) -> Vec<Diagnostic> {
        refusals::check(database)
    }
}
