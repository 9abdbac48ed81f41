//! PostgreSQL's answers to what lowering asks.

use crate::database::model::{
    Column, ColumnArity, ColumnDefault, ColumnType, Database, IndexMethod,
};
use crate::database::names;
use crate::database::type_system::{Comparison, DefaultSource, JoinKey, TypeSource, TypeSystem};
use crate::diagnostic::Diagnostic;
use crate::dialect::postgres::sql::literal;
use crate::dialect::postgres::{defaults, identifiers, operator_classes, refusals, types};
use crate::dialect::schema_sql;
use crate::dialect::standard::sql::predicate::{self, Writing};
use crate::provider::Provider;
use crate::schema::model::OperatorClass;
use crate::source::Span;

/// PostgreSQL's types, defaults and names.
#[derive(Debug, Clone, Copy)]
pub struct PostgresTypes;

impl TypeSystem for PostgresTypes {
    fn provider(&self) -> Provider {
        Provider::Postgresql
    }

    fn column_type(&self, source: TypeSource<'_>) -> ColumnType {
        types::from_schema(source)
    }

    fn default(
        &self,
        source: &DefaultSource,
        column_type: &ColumnType,
        arity: ColumnArity,
    ) -> Option<ColumnDefault> {
        defaults::from_schema(source, column_type, arity)
    }

    fn autoincrement(&self, _column_type: &ColumnType, asked: bool, _sole_key: bool) -> bool {
        asked
    }

    fn namespace(&self, name: &str) -> Option<String> {
        (name != identifiers::DEFAULT_NAMESPACE).then(|| name.to_owned())
    }

    fn stored_name<'a>(&self, name: &'a str) -> &'a str {
        identifiers::stored(name)
    }

    fn primary_key_name(&self, table: &str) -> Option<String> {
        Some(identifiers::primary_key_name(table))
    }

    fn given_primary_key_name(&self, name: &str) -> Option<String> {
        Some(identifiers::stored(name).to_owned())
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

    fn given_foreign_key_name(&self, name: &str) -> Option<String> {
        Some(identifiers::stored(name).to_owned())
    }

    fn index_method(&self, method: IndexMethod) -> IndexMethod {
        method
    }

    fn join_key(&self, table: &str) -> JoinKey {
        let name = names::with_suffix(table.to_owned(), "_AB_pkey", identifiers::MAX_BYTES);
        JoinKey::PrimaryKey(name)
    }

    fn join_index_name(&self, table: &str) -> String {
        names::with_suffix(table.to_owned(), "_B_index", identifiers::MAX_BYTES)
    }

    fn join_foreign_key_name(&self, table: &str, column: &str) -> String {
        let suffix = format!("_{column}_fkey");
        names::with_suffix(table.to_owned(), &suffix, identifiers::MAX_BYTES)
    }

    fn predicate(&self, comparisons: &[Comparison]) -> String {
        predicate::render(
            comparisons,
            Writing { quote: identifiers::quote, literal: literal::render },
        )
    }

    fn operator_class(
        &self,
        class: &OperatorClass,
        column_type: &ColumnType,
        arity: ColumnArity,
        method: IndexMethod,
    ) -> Option<String> {
        operator_classes::from_schema(class, column_type, arity, method)
    }

    fn default_refusals(&self, column: &Column, span: Span) -> Vec<Diagnostic> {
        let mut refusals = refusals::defaults::check(column, span);
        refusals.extend(schema_sql::default_refusal(Provider::Postgresql, column, span));
        refusals
    }

    fn refusals(&self, database: &Database) -> Vec<Diagnostic> {
        refusals::check(database)
    }
}
