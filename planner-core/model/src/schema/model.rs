//! The logical model: what a schema means once names, types and relations are resolved. Built
//! by [`super::build`]; lowered to tables by [`crate::database`]. Ids index the vectors of the
//! [`Schema`] or [`Model`] that they belong to and are valid there by construction.

use super::enum_values::EnumValues;
use crate::provider::Provider;
use crate::source::Span;
use compact_str::CompactString;

/// Index into [`Schema::models`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModelId(pub usize);

/// Index into [`Model::fields`] of the model that it is used with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId(pub usize);

/// Index into [`Schema::enums`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EnumId(pub usize);

/// Index into [`Schema::relations`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelationId(pub usize);

/// A whole, valid schema, in declaration order.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema {
    /// Where the data lives.
    pub datasource: Datasource,
    /// Who wants code from this schema.
    pub generators: Vec<Generator>,
    /// Models and views.
    pub models: Vec<Model>,
    /// Enums.
    pub enums: Vec<Enum>,
    /// Relations, each once, whichever side declares it.
    pub relations: Vec<Relation>,
}

/// The `datasource` block.
#[derive(Debug, Clone, PartialEq)]
pub struct Datasource {
    /// Its name, the prefix of native types.
    pub name: String,
    /// Which database.
    pub provider: Provider,
    /// `url`, where given.
    pub url: Option<ConfigValue>,
    /// `directUrl`, where given: the connection that migrations prefer.
    pub direct_url: Option<ConfigValue>,
    /// `shadowDatabaseUrl`, where given; comon needs none.
    pub shadow_database_url: Option<ConfigValue>,
    /// Whether relations become foreign keys.
    pub relation_mode: RelationMode,
    /// `schemas`, PostgreSQL only.
    pub schemas: Vec<String>,
    /// `extensions`, PostgreSQL only.
    pub extensions: Vec<Extension>,
    /// The block's name.
    pub span: Span,
}

/// A setting that is written out or taken from the environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConfigValue {
    /// A literal string.
    Literal(String),
    /// `env("NAME")`.
    Env(String),
}

/// `relationMode` of a datasource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RelationMode {
    /// Relations are foreign keys of the database.
    #[default]
    ForeignKeys,
    /// Relations are kept by the client; the database has no foreign keys.
    Prisma,
}

/// An entry of `extensions` in a datasource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// Database name (`map:` where given).
    pub name: String,
    /// Schema to install into.
    pub schema: Option<String>,
    /// Version to install.
    pub version: Option<String>,
    /// Its place.
    pub span: Span,
}

/// A `generator` block. comon never runs a generator that is not its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generator {
    /// Block name.
    pub name: String,
    /// Its provider, such as `prisma-client-js`.
    pub provider: ConfigValue,
    /// `output`, where given.
    pub output: Option<ConfigValue>,
    /// `previewFeatures`.
    pub preview_features: Vec<String>,
    /// The block's name.
    pub span: Span,
}

/// A model or a view.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Name in the schema.
    pub name: CompactString,
    /// Name in the database: `@@map`, else the name.
    pub database_name: CompactString,
    /// `@@schema`.
    pub schema: Option<CompactString>,
    /// Table or view.
    pub kind: ModelKind,
    /// Fields in declaration order, relation fields included.
    pub fields: Vec<Field>,
    /// `@id` or `@@id`.
    pub primary_key: Option<Index>,
    /// `@unique`, then `@@unique`, then `@@index`, each in declaration order: the order of a
    /// formatted schema.
    pub indexes: Vec<Index>,
    /// `@@ignore`.
    pub ignored: bool,
    /// The `///` comment above it.
    pub documentation: Option<Box<str>>,
    /// The block's name.
    pub span: Span,
}

/// Whether a block is a `model` or a `view`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelKind {
    /// `model`.
    Table,
    /// `view`: comon knows its name and columns, never its query.
    View,
}

/// One field.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Name in the schema.
    pub name: CompactString,
    /// Column name: `@map`, else the name. For a relation field it means nothing.
    pub database_name: CompactString,
    /// Required, optional or list.
    pub arity: Arity,
    /// Scalar or relation.
    pub kind: FieldKind,
    /// `@ignore`.
    pub ignored: bool,
    /// The `///` comment above it.
    pub documentation: Option<Box<str>>,
    /// The field's name.
    pub span: Span,
}

/// How many values a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arity {
    /// Exactly one.
    Required,
    /// None or one (`?`).
    Optional,
    /// Any number (`[]`).
    List,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldKind {
    /// A column.
    Scalar(ScalarField),
    /// The end of a relation; no column of its own.
    Relation(RelationId),
}

/// A field that is a column. What most columns do not have is kept apart, so that a schema of many
/// stays small.
#[derive(Debug, Clone, PartialEq)]
pub struct ScalarField {
    /// Its type.
    pub field_type: FieldType,
    /// `@db.…`, where given.
    pub native_type: Option<Box<NativeType>>,
    /// `@default`, where given.
    pub default: Option<Box<FieldDefault>>,
    /// `@updatedAt`: the client writes it.
    pub updated_at: bool,
}

/// The type of a scalar field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldType {
    /// A built-in scalar.
    Scalar(Scalar),
    /// An enum of this schema.
    Enum(EnumId),
    /// `Unsupported("…")`, the text as written.
    Unsupported(Box<CompactString>),
}

/// The built-in scalars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is the language's own word")]
pub enum Scalar {
    String,
    Boolean,
    Int,
    BigInt,
    Float,
    Decimal,
    DateTime,
    Json,
    Bytes,
}

/// `@db.Name(arguments)`, checked against the provider's table of native types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NativeType {
    /// Name without the prefix, such as `VarChar`.
    pub name: CompactString,
    /// Its numbers.
    pub arguments: Vec<u32>,
    /// The attribute.
    pub span: Span,
}

/// `@default(…)`.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldDefault {
    /// What it is.
    pub value: DefaultValue,
    /// The attribute's argument.
    pub span: Span,
}

/// The value of a `@default`.
#[derive(Debug, Clone, PartialEq)]
pub enum DefaultValue {
    /// A literal.
    Literal(Literal),
    /// A list of literals, for a list field.
    List(Vec<Literal>),
    /// `autoincrement()`.
    Autoincrement,
    /// `now()`.
    Now,
    /// `dbgenerated("sql")`; `None` for `dbgenerated()`, whose text only the database knows.
    DbGenerated(Option<CompactString>),
    /// Made by the client, never by the database: `uuid(7)`, `cuid()`, `nanoid(12)`, `ulid()`;
    /// the text as written, canonically spaced.
    Client(CompactString),
}

/// A literal in a default or a predicate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Literal {
    /// A string; also for Json, DateTime, Decimal and Bytes.
    String(CompactString),
    /// A number as written.
    Number(CompactString),
    /// A boolean.
    Boolean(bool),
    /// A value of the field's enum: its name in the schema.
    EnumValue(CompactString),
}

/// A primary key, unique criterion or index.
#[derive(Debug, Clone, PartialEq)]
pub struct Index {
    /// Which of the three.
    pub kind: IndexKind,
    /// What it is over, in order.
    pub fields: Vec<IndexField>,
    /// `map:`, the name in the database.
    pub database_name: Option<CompactString>,
    /// `name:`, the name in the client.
    pub client_name: Option<Box<str>>,
    /// `type:`, PostgreSQL only.
    pub method: IndexMethod,
    /// `where:`.
    pub predicate: Option<Box<Predicate>>,
    /// The attribute.
    pub span: Span,
}

/// What an index is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexKind {
    /// `@id`, `@@id`.
    PrimaryKey,
    /// `@unique`, `@@unique`.
    Unique,
    /// `@@index`.
    Normal,
}

/// One field of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexField {
    /// The field, of the same model.
    pub field: FieldId,
    /// `sort:`; ascending where not given.
    pub sort: SortOrder,
    /// `ops:`.
    pub operator_class: Option<Box<OperatorClass>>,
}

/// Direction of an index field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum SortOrder {
    /// Ascending.
    #[default]
    Ascending,
    /// Descending.
    Descending,
}

/// `ops:` of an index field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OperatorClass {
    /// A class that the language names, such as `JsonbPathOps`.
    Named(String),
    /// `raw("gin_trgm_ops")`.
    Raw(String),
}

/// `type:` of an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[allow(missing_docs, reason = "each is PostgreSQL's own access method")]
pub enum IndexMethod {
    #[default]
    BTree,
    Hash,
    Gin,
    Gist,
    SpGist,
    Brin,
}

/// `where:` of a partial index.
#[derive(Debug, Clone, PartialEq)]
pub enum Predicate {
    /// `raw("sql")`.
    Raw(String),
    /// `{ field: value, other: { not: value } }`, and-ed.
    Fields(Vec<PredicateTerm>),
}

/// One comparison of a partial index.
#[derive(Debug, Clone, PartialEq)]
pub struct PredicateTerm {
    /// The field compared.
    pub field: FieldId,
    /// Whether `{ not: … }`.
    pub negated: bool,
    /// The value; `None` for `null`.
    pub value: Option<Literal>,
}

/// An enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enum {
    /// Name in the schema.
    pub name: CompactString,
    /// `@@map`, else the name.
    pub database_name: CompactString,
    /// `@@schema`.
    pub schema: Option<CompactString>,
    /// Values in order.
    pub values: EnumValues,
    /// The `///` comment above it.
    pub documentation: Option<Box<str>>,
    /// The block's name.
    pub span: Span,
}

/// A relation between two models (or one and itself).
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// `@relation("name")`, where given.
    pub name: Option<CompactString>,
    /// Which shape it has.
    pub kind: RelationKind,
}

/// The shapes of a relation.
#[derive(Debug, Clone, PartialEq)]
pub enum RelationKind {
    /// One side holds the key.
    ForeignKey(ForeignKeyRelation),
    /// Implicit many-to-many: a table `_Name` with columns A and B.
    ManyToMany(ManyToManyRelation),
}

/// A relation that one side holds the key of.
#[derive(Debug, Clone, PartialEq)]
pub struct ForeignKeyRelation {
    /// The model with `fields:`.
    pub model: ModelId,
    /// Its relation field.
    pub field: FieldId,
    /// `fields:`.
    pub fields: Vec<FieldId>,
    /// The model referred to.
    pub referenced_model: ModelId,
    /// `references:`, fields of the other model.
    pub referenced_fields: Vec<FieldId>,
    /// The other side's relation field; `None` where only one side is declared.
    pub back_field: Option<FieldId>,
    /// `onDelete:`, where given.
    pub on_delete: Option<ReferentialAction>,
    /// `onUpdate:`, where given.
    pub on_update: Option<ReferentialAction>,
    /// `map:`, PostgreSQL only.
    pub database_name: Option<CompactString>,
    /// Whether the relation field is required; decides the default of `onDelete`.
    pub required: bool,
    /// The relation field's `@relation`.
    pub span: Span,
}

/// An implicit many-to-many relation. `a` is the model whose name sorts first (bytewise); for a
/// self relation, the field that sorts first.
#[derive(Debug, Clone, PartialEq)]
pub struct ManyToManyRelation {
    /// Model of column A and its field.
    pub a: (ModelId, FieldId),
    /// Model of column B and its field.
    pub b: (ModelId, FieldId),
    /// The place of side A's field.
    pub span: Span,
}

/// What happens to a referring row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "SQL's own words")]
pub enum ReferentialAction {
    Cascade,
    Restrict,
    NoAction,
    SetNull,
    SetDefault,
}

impl Schema {
    /// The model of that id.
    #[allow(clippy::indexing_slicing, reason = "ids are only made by build, for this schema")]
    pub fn model(&self, id: ModelId) -> &Model {
        &self.models[id.0]
    }

    /// The enum of that id.
    #[allow(clippy::indexing_slicing, reason = "ids are only made by build, for this schema")]
    pub fn enumeration(&self, id: EnumId) -> &Enum {
        &self.enums[id.0]
    }

    /// The relation of that id.
    #[allow(clippy::indexing_slicing, reason = "ids are only made by build, for this schema")]
    pub fn relation(&self, id: RelationId) -> &Relation {
        &self.relations[id.0]
    }
}

impl Model {
    /// The field of that id.
    #[allow(clippy::indexing_slicing, reason = "ids are only made by build, for this model")]
    pub fn field(&self, id: FieldId) -> &Field {
        &self.fields[id.0]
    }
}
