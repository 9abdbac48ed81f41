//! A schema -> what any client of it has: models with their fields, enums, unique keys and
//! constraints, by the names of the schema and of the database. Knows nothing of a language to
//! write them in.

use planner_core::database::lower;
use planner_core::database::model::{self as database, Database, Table, TypeName};
use planner_core::dialect;
use planner_core::provider::Provider;
use planner_core::schema::model::{
    Arity, DefaultValue, EnumId, Field, FieldKind, FieldType, IndexKind, Model, ModelKind, Scalar,
    ScalarField, Schema,
};

/// All that a client is made of, in the order of the schema.
#[derive(Debug, Clone)]
pub struct Client {
    /// Which database.
    pub provider: Provider,
    /// Models and views, but those that are ignored.
    pub models: Vec<ClientModel>,
    /// Enums.
    pub enums: Vec<ClientEnum>,
}

/// A model or a view.
#[derive(Debug, Clone)]
pub struct ClientModel {
    /// Name in the schema.
    pub name: String,
    /// Schema of the database, where the schema names one.
    pub namespace: Option<String>,
    /// Name in the database.
    pub table: String,
    /// Whether it is a view, which is only read.
    pub view: bool,
    /// The `///` comment above it.
    pub documentation: Option<String>,
    /// Its columns, but those that are ignored or of a type that no client knows.
    pub fields: Vec<ClientField>,
    /// What tells a row from all others, the primary key first.
    pub keys: Vec<ClientKey>,
    /// What must not occur twice, and what the database calls it.
    pub uniques: Vec<Unique>,
    /// What has to exist elsewhere, and what the database calls it.
    pub references: Vec<Reference>,
    /// A column that the client does not know of and that has to be given: no row can be created.
    pub unknown_required: Option<String>,
}

/// A column.
#[derive(Debug, Clone)]
pub struct ClientField {
    /// Name in the schema.
    pub name: String,
    /// Name in the database.
    pub column: String,
    /// What one value is.
    pub value: Value,
    /// How many values it holds.
    pub arity: Arity,
    /// Who gives it a value where the caller gives none.
    pub fill: Fill,
    /// Whether the client writes the time of each change.
    pub updated_at: bool,
    /// The `///` comment above it.
    pub documentation: Option<String>,
}

/// What a value is, by what a database stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the type of that name")]
pub enum Value {
    Text,
    Citext,
    Xml,
    Bits,
    Inet,
    Uuid,
    Boolean,
    SmallInt,
    Int,
    BigInt,
    Oid,
    Real,
    Double,
    Decimal,
    Money,
    /// Without a time zone: UTC.
    Timestamp,
    Timestamptz,
    Date,
    Time,
    Timetz,
    Json,
    Bytes,
    /// An enum of the client.
    Enum(usize),
}

/// Who gives a field a value where the caller gives none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fill {
    /// Nobody: the caller has to, or it stays NULL or empty.
    Nobody,
    /// The database, by its default.
    Database,
    /// The client makes an identifier.
    Identifier(Identifier),
    /// The client takes the time.
    Time,
}

/// Identifiers that a client makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the kind of that name")]
pub enum Identifier {
    Uuid4,
    Uuid7,
    Cuid,
    Cuid2,
    Ulid,
    /// Of so many characters.
    Nanoid(u32),
}

/// An enum.
#[derive(Debug, Clone)]
pub struct ClientEnum {
    /// Name in the schema.
    pub name: String,
    /// Schema of the database, where the schema names one.
    pub namespace: Option<String>,
    /// Name in the database.
    pub type_name: String,
    /// The `///` comment above it.
    pub documentation: Option<String>,
    /// Its values in order.
    pub values: Vec<ClientValue>,
}

/// A value of an enum.
#[derive(Debug, Clone)]
pub struct ClientValue {
    /// Name in the schema.
    pub name: String,
    /// What the database stores.
    pub stored: String,
    /// The `///` comment above it.
    pub documentation: Option<String>,
}

/// A unique key: positions among the fields of its model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientKey {
    /// Its fields in order.
    pub fields: Vec<usize>,
    /// The name that the schema gives it, where it does.
    pub name: Option<String>,
}

/// A constraint that refuses what is there already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unique {
    /// What PostgreSQL calls it; SQLite names the columns instead.
    pub constraint: Option<String>,
    /// Its columns in the database.
    pub columns: Vec<String>,
    /// Its fields in the schema.
    pub fields: Vec<String>,
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// What PostgreSQL calls it; SQLite does not say.
    pub constraint: String,
    /// Its fields in the schema.
    pub fields: Vec<String>,
    /// The model referred to.
    pub model: String,
}

/// The client of a schema.
pub fn client(schema: &Schema) -> Client {
    let types = dialect::type_system(schema.datasource.provider);
    let database = lower::lower_existing(schema, types);
    let views = lower::lower_views(schema, types);
    // Ids of the schema by position in the client; enums are all in it.
    let models = schema.models.iter().filter(|model| !model.ignored).filter_map(|model| {
        let of_model = |table: &&Table| table.logical_name.as_deref() == Some(&model.name);
        let table = match model.kind {
            ModelKind::Table => database.tables.iter().find(of_model),
            ModelKind::View => views.iter().find(of_model),
        };
        table.map(|table| client_model(model, table, &database))
    });
    Client {
        provider: schema.datasource.provider,
        models: models.filter(|model| !model.fields.is_empty()).collect(),
        enums: schema.enums.iter().map(client_enum).collect(),
    }
}

fn owned(documentation: Option<&str>) -> Option<String> {
    documentation.map(str::to_owned)
}

fn client_enum(each: &planner_core::schema::model::Enum) -> ClientEnum {
    let values = each.values.iter().map(|value| ClientValue {
        name: value.name.to_string(),
        stored: value.database_name.to_string(),
        documentation: owned(value.documentation.as_deref()),
    });
    ClientEnum {
        name: each.name.to_string(),
        namespace: each.schema.as_ref().map(ToString::to_string),
        type_name: each.database_name.to_string(),
        documentation: owned(each.documentation.as_deref()),
        values: values.collect(),
    }
}

fn client_model(model: &Model, table: &Table, database: &Database) -> ClientModel {
    let mut fields = Vec::new();
    // Where the field of a model went.
    let mut places = vec![None; model.fields.len()];
    let mut unknown_required = None;
    for (field, place) in model.fields.iter().zip(&mut places) {
        let FieldKind::Scalar(scalar) = &field.kind else { continue };
        let value = table
            .column(&field.database_name)
            .and_then(|column| value_of(scalar, column, database.provider))
            .filter(|_| !field.ignored);
        match value {
            Some(value) => {
                *place = Some(fields.len());
                fields.push(client_field(field, scalar, value));
            }
            None if field.arity == Arity::Required && scalar.default.is_none() => {
                unknown_required = unknown_required.or_else(|| Some(field.name.to_string()));
            }
            None => {}
        }
    }
    let field_names = |columns: &[String]| -> Vec<String> {
        let name = |column: &String| {
            let of_column = |field: &&ClientField| field.column == *column;
            fields.iter().find(of_column).map_or_else(|| column.clone(), |found| found.name.clone())
        };
        columns.iter().map(name).collect()
    };
    let primary = table.primary_key.iter().map(|key| Unique {
        constraint: key.name.clone(),
        columns: key.columns.clone(),
        fields: field_names(&key.columns),
    });
    let others = table.indexes.iter().filter(|index| index.unique).map(|index| {
        let columns: Vec<_> = index.columns.iter().map(|each| each.name.to_string()).collect();
        Unique { constraint: Some(index.name.clone()), fields: field_names(&columns), columns }
    });
    let references = table.foreign_keys.iter().map(|key| Reference {
        constraint: key.name.clone(),
        fields: field_names(&key.columns),
        model: database
            .table(&key.referenced_table)
            .and_then(|table| table.logical_name.clone())
            .unwrap_or_else(|| key.referenced_table.name.clone()),
    });
    ClientModel {
        name: model.name.to_string(),
        namespace: model.schema.as_ref().map(ToString::to_string),
        table: model.database_name.to_string(),
        view: model.kind == ModelKind::View,
        documentation: owned(model.documentation.as_deref()),
        keys: keys(model, &places),
        uniques: primary.chain(others).collect(),
        references: references.collect(),
        unknown_required,
        fields,
    }
}

/// The primary key, then the unique criteria that hold for the whole table. Of two over the same
/// fields the first counts.
fn keys(model: &Model, places: &[Option<usize>]) -> Vec<ClientKey> {
    let uniques = model
        .indexes
        .iter()
        .filter(|index| index.kind == IndexKind::Unique && index.predicate.is_none());
    let mut keys: Vec<ClientKey> = Vec::new();
    for index in model.primary_key.iter().chain(uniques) {
        let fields = index.fields.iter().map(|each| places.get(each.field.0).copied().flatten());
        let Some(fields) = fields.collect::<Option<Vec<_>>>() else { continue };
        if keys.iter().all(|key| key.fields != fields) {
            let name = index.client_name.as_deref().map(str::to_owned);
            keys.push(ClientKey { fields, name });
        }
    }
    keys
}

fn client_field(field: &Field, scalar: &ScalarField, value: Value) -> ClientField {
    let fill = match scalar.default.as_deref().map(|default| &default.value) {
        Some(DefaultValue::Client(call)) => identifier(call).map_or(Fill::Nobody, Fill::Identifier),
        _ if scalar.updated_at => Fill::Time,
        Some(_) => Fill::Database,
        None => Fill::Nobody,
    };
    ClientField {
        name: field.name.to_string(),
        column: field.database_name.to_string(),
        value,
        arity: field.arity,
        fill,
        updated_at: scalar.updated_at,
        documentation: owned(field.documentation.as_deref()),
    }
}

/// `uuid(7)`, `cuid()`, `nanoid(12)`: a client default as the schema writes it. The defaults of the
/// calls are those of the language.
fn identifier(call: &str) -> Option<Identifier> {
    let (name, rest) = call.split_once('(')?;
    let argument = rest.split([',', ')']).next().unwrap_or_default().trim();
    match (name.trim(), argument) {
        ("uuid", "7") => Some(Identifier::Uuid7),
        ("uuid", _) => Some(Identifier::Uuid4),
        ("cuid", "2") => Some(Identifier::Cuid2),
        ("cuid", _) => Some(Identifier::Cuid),
        ("ulid", _) => Some(Identifier::Ulid),
        ("nanoid", "") => Some(Identifier::Nanoid(21)),
        ("nanoid", length) => length.parse().ok().map(Identifier::Nanoid),
        _ => None,
    }
}

/// What a column holds; `None` where no client knows it.
fn value_of(scalar: &ScalarField, column: &database::Column, provider: Provider) -> Option<Value> {
    let native = match &column.column_type {
        // SQLite has storage classes; what a column is declared as says nothing more.
        database::ColumnType::Native(native) if provider == Provider::Postgresql => {
            Some(native.name)
        }
        database::ColumnType::Native(_) => None,
        database::ColumnType::Enum(_) | database::ColumnType::Unsupported(_) => None,
    };
    match scalar.field_type {
        FieldType::Enum(EnumId(position)) => Some(Value::Enum(position)),
        FieldType::Unsupported(_) => None,
        FieldType::Scalar(scalar) => Some(match (scalar, native) {
            (Scalar::String, Some(TypeName::Uuid)) => Value::Uuid,
            (Scalar::String, Some(TypeName::Xml)) => Value::Xml,
            (Scalar::String, Some(TypeName::Inet)) => Value::Inet,
            (Scalar::String, Some(TypeName::Citext)) => Value::Citext,
            (Scalar::String, Some(TypeName::Bit | TypeName::VarBit)) => Value::Bits,
            (Scalar::String, _) => Value::Text,
            (Scalar::Boolean, _) => Value::Boolean,
            (Scalar::Int, Some(TypeName::SmallInt)) => Value::SmallInt,
            (Scalar::Int, Some(TypeName::Oid)) => Value::Oid,
            (Scalar::Int, _) => Value::Int,
            (Scalar::BigInt, _) => Value::BigInt,
            (Scalar::Float, Some(TypeName::Real)) => Value::Real,
            (Scalar::Float, _) => Value::Double,
            (Scalar::Decimal, Some(TypeName::Money)) => Value::Money,
            (Scalar::Decimal, _) => Value::Decimal,
            (Scalar::DateTime, Some(TypeName::Timestamptz)) => Value::Timestamptz,
            (Scalar::DateTime, Some(TypeName::Date)) => Value::Date,
            (Scalar::DateTime, Some(TypeName::Time)) => Value::Time,
            (Scalar::DateTime, Some(TypeName::Timetz)) => Value::Timetz,
            (Scalar::DateTime, _) => Value::Timestamp,
            (Scalar::Json, _) => Value::Json,
            (Scalar::Bytes, _) => Value::Bytes,
        }),
    }
}
