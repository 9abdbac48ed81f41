//! The physical model: tables, columns, keys, indexes and types as a database holds them. A
//! schema is lowered to it and a live database is introspected into it, both through the same
//! normalisation of the dialect, so that two values are equal exactly where the databases mean
//! the same. What only clients see stands apart (`client` fields) and is `None` or empty on a
//! live database.

use crate::provider::Provider;
use crate::source::Span;
use compact_str::CompactString;
use std::fmt;

/// A whole database, as far as the schema language can say it.
#[derive(Debug, Clone, PartialEq)]
pub struct Database {
    /// The dialect that its types and names follow.
    pub provider: Provider,
    /// Where it was read from.
    pub origin: Origin,
    /// PostgreSQL schemas that the datasource lists (live: those that were looked at); without
    /// the default one.
    pub namespaces: Vec<String>,
    /// Extensions, in order.
    pub extensions: Vec<Extension>,
    /// Enum types; on SQLite the schema's enums, which no database object stands for.
    pub enums: Vec<EnumType>,
    /// Tables in declaration order, implicit many-to-many tables last.
    pub tables: Vec<Table>,
}

/// Where a [`Database`] was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Lowered from a schema: client-side facts are known.
    Schema,
    /// Introspected: client-side facts are unknown, and so are enums on SQLite. A difference in
    /// what is unknown is no change.
    Live,
}

/// Name of an object, with its PostgreSQL schema where that is not the default one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectName {
    /// `None` is the schema that the connection's URL names, else `public`.
    pub namespace: Option<String>,
    /// Its own name.
    pub name: String,
}

impl ObjectName {
    /// A name in the default schema.
    pub fn local(name: impl Into<String>) -> Self {
        Self { namespace: None, name: name.into() }
    }

    /// The same namespace, another name.
    pub fn sibling(&self, name: impl Into<String>) -> Self {
        Self { namespace: self.namespace.clone(), name: name.into() }
    }
}

/// For people: `posts`, or `audit.posts` outside the default schema. Never for SQL.
impl fmt::Display for ObjectName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.namespace {
            Some(namespace) => write!(formatter, "{namespace}.{}", self.name),
            None => formatter.write_str(&self.name),
        }
    }
}

/// A PostgreSQL extension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// Its name.
    pub name: String,
    /// The schema it is installed into, where said.
    pub schema: Option<String>,
    /// Its version, where said.
    pub version: Option<String>,
}

/// An enum type with its values in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumType {
    /// Name in the database.
    pub name: ObjectName,
    /// Name in the schema; `None` live.
    pub logical_name: Option<String>,
    /// The values in order.
    pub values: Vec<EnumValue>,
    /// Where the schema declares it.
    pub span: Option<Span>,
}

/// One value of an enum type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumValue {
    /// What the database stores.
    pub name: String,
    /// Name in the schema; `None` live.
    pub logical_name: Option<String>,
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Name in the database.
    pub name: ObjectName,
    /// Name of the model; `None` live and for implicit many-to-many tables.
    pub logical_name: Option<String>,
    /// Whether it is a table or stands for an implicit many-to-many relation.
    pub role: TableRole,
    /// Columns in order.
    pub columns: Vec<Column>,
    /// Its primary key.
    pub primary_key: Option<PrimaryKey>,
    /// Unique and other indexes, in order.
    pub indexes: Vec<Index>,
    /// Foreign keys, in order.
    pub foreign_keys: Vec<ForeignKey>,
    /// Where the schema declares it.
    pub span: Option<Span>,
}

/// What a table stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableRole {
    /// A model, or any live table.
    Model,
    /// `_AToB`: columns A and B. Its key is a primary key (Prisma 6 and later) or a unique
    /// index (before); live, either means the same.
    ManyToMany,
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Name in the database.
    pub name: CompactString,
    /// Name of the field; `None` live.
    pub logical_name: Option<CompactString>,
    /// Type of one value (of an element, for a list).
    pub column_type: ColumnType,
    /// Required, nullable or list.
    pub arity: ColumnArity,
    /// The default that the database applies. Autoincrement is not one of these.
    pub default: Option<ColumnDefault>,
    /// Whether the database numbers rows: a sequence on PostgreSQL, AUTOINCREMENT on SQLite.
    pub autoincrement: bool,
    /// What only clients see; `None` live.
    pub client: Option<ClientColumn>,
    /// Where the schema declares it.
    pub span: Option<Span>,
}

/// How many values a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ColumnArity {
    /// NOT NULL.
    Required,
    /// NULL allowed.
    Nullable,
    /// An array (PostgreSQL), NULL allowed.
    List,
}

/// What a client does with a column that the database does not know of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClientColumn {
    /// `uuid()`, `cuid()` and so on, as written.
    pub default: Option<Box<str>>,
    /// `@updatedAt`.
    pub updated_at: bool,
    /// On SQLite, the enum whose values the column holds: its logical name.
    pub enumeration: Option<Box<str>>,
}

/// The type of a column.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ColumnType {
    /// A type that the language can name.
    Native(NativeType),
    /// An enum type (PostgreSQL only).
    Enum(Box<ObjectName>),
    /// Anything else: its text, normalised as the dialect's catalogue writes it.
    Unsupported(Box<str>),
}

/// A native type with its arguments, defaults filled in (`DECIMAL` is `DECIMAL(65,30)` where the
/// language says so; `TIMESTAMP` without an argument stays without).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NativeType {
    /// Which type.
    pub name: TypeName,
    /// Length, precision, scale.
    pub arguments: TypeArguments,
}

/// The arguments of a type: none, one or two numbers, as a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct TypeArguments {
    /// What is not in use is 0.
    numbers: [u32; 2],
    count: u8,
}

/// No type has more than two; of more, the first two count.
impl From<&[u32]> for TypeArguments {
    fn from(list: &[u32]) -> Self {
        let mut arguments = Self::default();
        for (number, given) in arguments.numbers.iter_mut().zip(list) {
            *number = *given;
            arguments.count += 1;
        }
        arguments
    }
}

impl std::ops::Deref for TypeArguments {
    type Target = [u32];

    fn deref(&self) -> &[u32] {
        self.numbers.get(..usize::from(self.count)).unwrap_or_default()
    }
}

/// Every native type of both dialects, each by its SQL name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is the SQL type of that name")]
pub enum TypeName {
    // Both dialects.
    Text,
    Boolean,
    Integer,
    BigInt,
    Real,
    Decimal,
    Jsonb,
    // PostgreSQL.
    SmallInt,
    Oid,
    Money,
    DoublePrecision,
    VarChar,
    Char,
    Bit,
    VarBit,
    Uuid,
    Xml,
    Inet,
    Citext,
    Bytea,
    Timestamp,
    Timestamptz,
    Time,
    Timetz,
    Date,
    Json,
    // SQLite: declared names; the affinity follows from them.
    Datetime,
    Blob,
    Numeric,
}

/// A default that the database applies, normalised so that a schema's and a catalogue's spelling
/// of one value are equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnDefault {
    /// One literal.
    Literal(Literal),
    /// A list of literals (PostgreSQL).
    List(Vec<Literal>),
    /// The time of the insert: `CURRENT_TIMESTAMP`.
    Now,
    /// SQL whose text the server may rewrite; see [`ColumnDefault::same`].
    Expression(String),
    /// `dbgenerated()` without text: there is one, only the database knows it. Equal to any.
    Unknown,
}

/// A literal default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Literal {
    /// Text, also of dates, uuids, json and enum values.
    String(String),
    /// A number in plain notation: no exponent, no leading `+`, no superfluous zeros.
    Number(String),
    /// A boolean.
    Boolean(bool),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl ColumnDefault {
    /// Whether two defaults mean the same as far as can be told: `Unknown` equals whatever is
    /// there.
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Unknown, _) | (_, Self::Unknown) => true,
            _ => self == other,
        }
    }

    /// The same of two columns' defaults, where a column may have none: `Unknown` equals that too,
    /// since a table made from the schema alone gets no default from it.
    pub fn same_or_none(before: Option<&Self>, after: Option<&Self>) -> bool {
        match (before, after) {
            (Some(before), Some(after)) => before.same(after),
            (Some(only), None) | (None, Some(only)) => *only == Self::Unknown,
            (None, None) => true,
        }
    }
}

/// A primary key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrimaryKey {
    /// Constraint name; `None` on SQLite, where keys have none.
    pub name: Option<String>,
    /// Column names in order.
    pub columns: Vec<String>,
}

/// An index that is not the primary key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    /// Name in the database.
    pub name: String,
    /// Whether it refuses duplicates.
    pub unique: bool,
    /// Its columns in order.
    pub columns: Vec<IndexColumn>,
    /// Access method; always B-tree on SQLite.
    pub method: IndexMethod,
    /// WHERE of a partial index, SQL.
    pub predicate: Option<String>,
    /// Where the schema declares it.
    pub span: Option<Span>,
}

/// One column of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexColumn {
    /// Column name.
    pub name: CompactString,
    /// Direction.
    pub sort: SortOrder,
    /// Operator class by its SQL name, `None` where it is the default one of the column's type.
    pub operator_class: Option<String>,
}

pub use crate::schema::model::{IndexMethod, ReferentialAction, SortOrder};

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignKey {
    /// Constraint name. SQLite does not let one read it back, so there it is always the
    /// conventional one, `<table>_<columns>_fkey`.
    pub name: String,
    /// Referring columns in order.
    pub columns: Vec<String>,
    /// Table referred to.
    pub referenced_table: ObjectName,
    /// Columns referred to, in the order of `columns`.
    pub referenced_columns: Vec<String>,
    /// ON DELETE.
    pub on_delete: ReferentialAction,
    /// ON UPDATE.
    pub on_update: ReferentialAction,
    /// Where the schema declares it.
    pub span: Option<Span>,
}

impl Database {
    /// An empty database of that provider: what a first migration starts from.
    pub fn empty(provider: Provider) -> Self {
        Self {
            provider,
            origin: Origin::Schema,
            namespaces: Vec::new(),
            extensions: Vec::new(),
            enums: Vec::new(),
            tables: Vec::new(),
        }
    }

    /// Moves all places in the schema that its objects point at.
    pub fn move_places(&mut self, own: impl Fn(Span) -> Span) {
        let places = self.enums.iter_mut().map(|each| &mut each.span);
        places.flatten().for_each(|span| *span = own(*span));
        for table in &mut self.tables {
            let columns = table.columns.iter_mut().map(|column| &mut column.span);
            let indexes = table.indexes.iter_mut().map(|index| &mut index.span);
            let keys = table.foreign_keys.iter_mut().map(|key| &mut key.span);
            let places = std::iter::once(&mut table.span).chain(columns).chain(indexes).chain(keys);
            places.flatten().for_each(|span| *span = own(*span));
        }
    }

    /// The table of that name.
    pub fn table(&self, name: &ObjectName) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == *name)
    }

    /// The enum type of that name.
    pub fn enum_type(&self, name: &ObjectName) -> Option<&EnumType> {
        self.enums.iter().find(|each| each.name == *name)
    }
}

impl Table {
    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The index of that name.
    pub fn index(&self, name: &str) -> Option<&Index> {
        self.indexes.iter().find(|index| index.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_default_equals_any_and_none() {
        let now = Some(&ColumnDefault::Now);
        let unknown = Some(&ColumnDefault::Unknown);
        assert!(ColumnDefault::same_or_none(unknown, now));
        assert!(ColumnDefault::same_or_none(unknown, None));
        assert!(ColumnDefault::same_or_none(None, unknown));
        assert!(!ColumnDefault::same_or_none(now, None));
        assert!(ColumnDefault::same_or_none(None, None));
    }
}
