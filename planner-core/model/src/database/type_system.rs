//! What lowering asks of a dialect: how a schema's types, defaults and names stand in a database
//! of that family, normalised so that a live catalogue read by the same dialect is equal.

use crate::database::model::{
    Column, ColumnArity, ColumnDefault, ColumnType, Database, IndexMethod, Literal, ObjectName,
};
use crate::diagnostic::Diagnostic;
use crate::provider::Provider;
use crate::schema::model::{NativeType, OperatorClass, Scalar};
use crate::source::Span;
use std::fmt::Debug;

/// What a column's type is made from.
#[derive(Debug, Clone, Copy)]
pub enum TypeSource<'a> {
    /// A built-in scalar, with its `@db.` type where given.
    Scalar(Scalar, Option<&'a NativeType>),
    /// An enum of the schema, by its name in the database.
    Enum(&'a ObjectName),
    /// `Unsupported("…")`.
    Unsupported(&'a str),
}

/// What a database's default is made from. Enum values carry their database names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DefaultSource {
    /// A single value.
    Value(SourceValue),
    /// A list of values.
    List(Vec<SourceValue>),
    /// `now()`.
    Now,
    /// `dbgenerated("sql")`.
    Sql(String),
    /// `dbgenerated()`.
    Unknown,
}

/// A value as the schema writes it, before the column's type gives it its meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceValue {
    /// A string, or the database name of an enum value.
    String(String),
    /// A number as written.
    Number(String),
    /// A boolean.
    Boolean(bool),
}

/// One comparison of a partial index's `where:`, all of which must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The column compared.
    pub column: String,
    /// Whether the values must differ.
    pub negated: bool,
    /// The value; `None` for NULL.
    pub value: Option<Literal>,
}

/// How an implicit many-to-many table keeps its pairs unique.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JoinKey {
    /// By a primary key of that name.
    PrimaryKey(String),
    /// By a unique index of that name.
    UniqueIndex(String),
}

/// A dialect's types, defaults and names.
pub trait TypeSystem: Debug + Sync {
    /// The dialect.
    fn provider(&self) -> Provider;

    /// The type of one value of a column.
    fn column_type(&self, source: TypeSource<'_>) -> ColumnType;

    /// The default that the database applies; `None` where it comes down to having none, as
    /// `DEFAULT NULL` does.
    fn default(
        &self,
        source: &DefaultSource,
        column_type: &ColumnType,
        arity: ColumnArity,
    ) -> Option<ColumnDefault>;

    /// Whether the database numbers the rows of a column: `asked` is whether the schema says
    /// `autoincrement()`, `sole_key` whether the column alone is the primary key.
    fn autoincrement(&self, column_type: &ColumnType, asked: bool, sole_key: bool) -> bool;

    /// The namespace of an object for which the schema names one; `None` for the default one.
    fn namespace(&self, name: &str) -> Option<String>;

    /// What the server keeps of a name.
    fn stored_name<'a>(&self, name: &'a str) -> &'a str;

    /// The conventional name of a primary key; `None` where keys have no names.
    fn primary_key_name(&self, table: &str) -> Option<String>;

    /// A primary key's name as the schema gives it; `None` where keys have no names.
    fn given_primary_key_name(&self, name: &str) -> Option<String>;

    /// The conventional name of a unique index.
    fn unique_name(&self, table: &str, columns: &[&str]) -> String;

    /// The conventional name of an index.
    fn index_name(&self, table: &str, columns: &[&str]) -> String;

    /// The conventional name of a foreign key.
    fn foreign_key_name(&self, table: &str, columns: &[String]) -> String;

    /// A foreign key's name as the schema gives it; `None` where it could not be read back.
    fn given_foreign_key_name(&self, name: &str) -> Option<String>;

    /// The access method of an index.
    fn index_method(&self, method: IndexMethod) -> IndexMethod;

    /// How a new implicit many-to-many table of that name keeps its pairs unique.
    fn join_key(&self, table: &str) -> JoinKey;

    /// The name of the index on column B of an implicit many-to-many table.
    fn join_index_name(&self, table: &str) -> String;

    /// The name of the foreign key on column A or B of an implicit many-to-many table.
    fn join_foreign_key_name(&self, table: &str, column: &str) -> String;

    /// The condition of a partial index.
    fn predicate(&self, comparisons: &[Comparison]) -> String;

    /// The SQL name of an index column's operator class; `None` for the default one of the
    /// column's type under that method.
    fn operator_class(
        &self,
        class: &OperatorClass,
        column_type: &ColumnType,
        arity: ColumnArity,
        method: IndexMethod,
    ) -> Option<String>;

    /// What a server would refuse of a column's default, which the schema says at `span`.
    fn default_refusals(&self, column: &Column, span: Span) -> Vec<Diagnostic>;

    /// What a server would refuse of a lowered database, its defaults apart.
    fn refusals(&self, database: &Database) -> Vec<Diagnostic>;
}
