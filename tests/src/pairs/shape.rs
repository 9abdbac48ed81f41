//! A generated schema -> its tables with their columns and keys, each with the identity that it
//! keeps under any name. Written from the documentation of the schema language, without the
//! planner's lowering.

use super::model::{Arity, Default, Field, Id, Kind, Model, Schema};
use planner_core::provider::Provider;

/// A table.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its identity: that of the model or of the many-to-many relation.
    pub id: Id,
    /// Its schema, where that is not the default one.
    pub namespace: Option<String>,
    /// Its name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// The columns of its primary key.
    pub key: Vec<Id>,
    /// Its unique indexes.
    pub uniques: Vec<Unique>,
    /// Its foreign keys.
    pub foreign_keys: Vec<ForeignKey>,
}

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its identity.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// How many.
    pub arity: Arity,
    /// The default that the database knows, in words that are equal where the defaults are.
    pub default: Option<String>,
    /// Whether that default is one value that is known beforehand.
    pub is_constant: bool,
    /// Whether the database numbers it.
    pub is_numbered: bool,
}

/// A unique index.
#[derive(Debug, Clone)]
pub struct Unique {
    /// Its name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<Id>,
    /// Partial: rows whose column is not NULL.
    pub not_null: Option<Id>,
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignKey {
    /// Its name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<Id>,
    /// The table that it refers to.
    pub to: Id,
    /// The columns that it refers to.
    pub references: Vec<Id>,
    /// `onDelete`, `onUpdate`, filled in.
    pub actions: [String; 2],
}

impl Table {
    /// The column of that identity.
    pub fn column(&self, id: Id) -> Option<&Column> {
        self.columns.iter().find(|each| each.id == id)
    }
}

/// All tables.
pub fn tables(schema: &Schema) -> Vec<Table> {
    let mut tables: Vec<Table> = schema.models.iter().map(|each| of_model(schema, each)).collect();
    tables.extend(of_joins(schema));
    if schema.without_keys {
        for table in &mut tables {
            table.foreign_keys.clear();
        }
    }
    tables
}

/// A schema of the database, `None` for the default one.
pub fn namespace(name: Option<&String>) -> Option<String> {
    name.filter(|name| *name != "public").cloned()
}

/// PostgreSQL keeps 63 bytes of a name, and the end says what it is of.
fn conventional(provider: Provider, stem: &str, suffix: &str) -> String {
    let mut room = match provider {
        Provider::Postgresql => stem.len().min(63 - suffix.len()),
        Provider::Sqlite => stem.len(),
    };
    while !stem.is_char_boundary(room) {
        room -= 1;
    }
    format!("{}{suffix}", &stem[..room])
}

fn of_model(schema: &Schema, model: &Model) -> Table {
    let name = model.name.database().to_owned();
    let names = |ids: &[Id]| -> String {
        let names = ids.iter().filter_map(|id| model.field(*id)).map(|field| field.name.database());
        names.collect::<Vec<_>>().join("_")
    };
    let uniques = model.indexes.iter().filter(|index| index.unique).map(|index| {
        let columns: Vec<Id> = index.fields.iter().map(|each| each.field).collect();
        let name = index.map.clone().unwrap_or_else(|| {
            conventional(schema.provider, &format!("{name}_{}", names(&columns)), "_key")
        });
        Unique { name, columns, not_null: index.not_null }
    });
    let relations = schema.relations.iter().filter(|each| each.from == model.id);
    let foreign_keys = relations.map(|each| {
        let optional = each
            .fields
            .iter()
            .all(|id| model.field(*id).is_some_and(|field| field.arity == Arity::Optional));
        let conventional =
            conventional(schema.provider, &format!("{name}_{}", names(&each.fields)), "_fkey");
        let map = each.map.clone().filter(|_| schema.provider == Provider::Postgresql);
        let on_delete = each.on_delete.unwrap_or(if optional { "SetNull" } else { "Restrict" });
        ForeignKey {
            name: map.unwrap_or(conventional),
            columns: each.fields.clone(),
            to: each.to,
            references: each.references.clone(),
            actions: [on_delete.to_owned(), each.on_update.unwrap_or("Cascade").to_owned()],
        }
    });
    Table {
        id: model.id,
        namespace: namespace(model.namespace.as_ref()),
        columns: model.fields.iter().map(|field| column(schema, model, field)).collect(),
        key: model.key.clone(),
        uniques: uniques.collect(),
        foreign_keys: foreign_keys.collect(),
        name,
    }
}

fn column(schema: &Schema, model: &Model, field: &Field) -> Column {
    let label = |id: Id| {
        let values = schema.enums.iter().flat_map(|each| &each.values);
        let found = values.into_iter().find(|value| value.id == id);
        found.map(|value| value.name.database().to_owned())
    };
    let default = match &field.default {
        Default::None | Default::Client(_) | Default::Autoincrement => None,
        Default::Literal(at) => match field.kind {
            Kind::Scalar(scalar) => {
                scalar.literals.get(at % scalar.literals.len()).map(|text| (*text).to_owned())
            }
            Kind::Enum(_) => None,
        },
        Default::List => Some("all literals".to_owned()),
        // On SQLite the text of the value stands there; on PostgreSQL the value itself, whatever it
        // is called.
        Default::Value(id) | Default::ValueList(id) => match schema.provider {
            Provider::Postgresql => Some(format!("value {id}")),
            Provider::Sqlite => label(*id),
        },
        Default::Now => Some("now()".to_owned()),
        Default::Generated(sql) => Some(format!("({sql})")),
    };
    let is_rowid = schema.provider == Provider::Sqlite
        && model.key == [field.id]
        && matches!(field.kind, Kind::Scalar(scalar) if scalar.base == "Int");
    Column {
        id: field.id,
        name: field.name.database().to_owned(),
        kind: field.kind,
        arity: field.arity,
        default,
        is_constant: !matches!(field.default, Default::Now | Default::Generated(_)),
        is_numbered: field.default == Default::Autoincrement || is_rowid,
    }
}

/// The table of a many-to-many relation: its first column refers to the model whose name comes
/// first, or whose field does.
fn of_joins(schema: &Schema) -> impl Iterator<Item = Table> {
    schema.joins.iter().filter_map(|join| {
        let end = |at: usize| schema.model(join.ends[at].0);
        let order = |at: usize| Some((end(at)?.name.logical.clone(), join.ends[at].1.clone()));
        let sides = if order(0)? <= order(1)? { [0, 1] } else { [1, 0] };
        let names =
            sides.map(|at| end(at).map(|model| model.name.logical.clone()).unwrap_or_default());
        let name = match &join.name {
            Some(name) => format!("_{name}"),
            None => format!("_{}To{}", names[0], names[1]),
        };
        let mut columns = Vec::new();
        let mut foreign_keys = Vec::new();
        for (letter, at) in ["A", "B"].into_iter().zip(sides) {
            let model = end(at)?;
            let key = *model.key.first()?;
            // Sides of a relation are no fields: their identities are made from the relation's.
            let id = 1_000_000 + join.id * 2 + at as Id;
            columns.push(Column {
                id,
                name: letter.to_owned(),
                kind: model.field(key)?.kind,
                arity: Arity::Required,
                default: None,
                is_constant: true,
                is_numbered: false,
            });
            foreign_keys.push(ForeignKey {
                name: format!("{name}_{letter}_fkey"),
                columns: vec![id],
                to: model.id,
                references: vec![key],
                actions: ["Cascade".to_owned(), "Cascade".to_owned()],
            });
        }
        // The key is a primary key on PostgreSQL and a unique index on SQLite.
        let both: Vec<Id> = columns.iter().map(|each| each.id).collect();
        let unique =
            Unique { name: format!("{name}_AB_unique"), columns: both.clone(), not_null: None };
        let (key, uniques) = match schema.provider {
            Provider::Postgresql => (both, Vec::new()),
            Provider::Sqlite => (Vec::new(), vec![unique]),
        };
        Some(Table {
            id: join.id,
            namespace: namespace(end(sides[0])?.namespace.as_ref()),
            uniques,
            name,
            columns,
            key,
            foreign_keys,
        })
    })
}
