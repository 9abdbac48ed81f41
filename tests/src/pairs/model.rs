//! A schema as data whose every object has an identity: names may change, be swapped or be taken
//! over, and it is still known what is what. Knows nothing of the planner, and nothing of how a
//! schema is written down.

use super::types::Scalar;
use planner_core::provider::Provider;

/// What an object is, whatever it is called.
pub type Id = u32;

/// A whole schema.
#[derive(Debug, Clone)]
pub struct Schema {
    /// The database family.
    pub provider: Provider,
    /// The datasource's `schemas`; empty where it has none (and always on SQLite).
    pub namespaces: Vec<String>,
    /// The datasource's `extensions`.
    pub extensions: Vec<String>,
    /// Whether `relationMode = "prisma"` leaves all foreign keys out.
    pub without_keys: bool,
    /// Enums.
    pub enums: Vec<Enum>,
    /// Models.
    pub models: Vec<Model>,
    /// Relations with a foreign key.
    pub relations: Vec<Relation>,
    /// Implicit many-to-many relations.
    pub joins: Vec<Join>,
    /// Names of view blocks.
    pub views: Vec<String>,
    /// The next free identity.
    pub next: Id,
}

/// What an object is called: in the schema, and in the database where that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// In the schema.
    pub logical: String,
    /// `@map` or `@@map`.
    pub map: Option<String>,
}

/// An enum.
#[derive(Debug, Clone)]
pub struct Enum {
    /// Its identity.
    pub id: Id,
    /// Its names.
    pub name: Name,
    /// `@@schema`.
    pub namespace: Option<String>,
    /// Its values in order.
    pub values: Vec<Value>,
}

/// A value of an enum.
#[derive(Debug, Clone)]
pub struct Value {
    /// Its identity.
    pub id: Id,
    /// Its names.
    pub name: Name,
}

/// A model.
#[derive(Debug, Clone)]
pub struct Model {
    /// Its identity.
    pub id: Id,
    /// Its names.
    pub name: Name,
    /// `@@schema`.
    pub namespace: Option<String>,
    /// Its fields that are columns.
    pub fields: Vec<Field>,
    /// The fields of its primary key; empty where it has none.
    pub key: Vec<Id>,
    /// `map:` of the primary key.
    pub key_map: Option<String>,
    /// Indexes and unique indexes.
    pub indexes: Vec<Index>,
}

/// A field that is a column.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its identity.
    pub id: Id,
    /// Its names.
    pub name: Name,
    /// What it holds.
    pub kind: Kind,
    /// How many of it.
    pub arity: Arity,
    /// Its default.
    pub default: Default,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A scalar with its native type.
    Scalar(&'static Scalar),
    /// An enum.
    Enum(Id),
}

/// How many values a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words of the language")]
pub enum Arity {
    Required,
    Optional,
    List,
}

/// A default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Default {
    /// None.
    None,
    /// The scalar's literal of that number.
    Literal(usize),
    /// An enum's value.
    Value(Id),
    /// A list of the scalar's literals.
    List,
    /// A list of one value of the enum.
    ValueList(Id),
    /// `autoincrement()`.
    Autoincrement,
    /// `now()`.
    Now,
    /// `dbgenerated("…")`.
    Generated(&'static str),
    /// A function of the client.
    Client(&'static str),
}

/// An index that is not the primary key.
#[derive(Debug, Clone)]
pub struct Index {
    /// Its identity.
    pub id: Id,
    /// Whether it refuses duplicates.
    pub unique: bool,
    /// Its fields, with the sort order and the operator class as the schema writes them.
    pub fields: Vec<IndexField>,
    /// `map:`.
    pub map: Option<String>,
    /// `type:`.
    pub method: Option<&'static str>,
    /// Partial: rows whose field is not NULL.
    pub not_null: Option<Id>,
}

/// A field of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexField {
    /// The field.
    pub field: Id,
    /// `sort: Desc`.
    pub descending: bool,
    /// `ops:`.
    pub class: Option<&'static str>,
}

/// A relation with a foreign key.
#[derive(Debug, Clone)]
pub struct Relation {
    /// Its identity.
    pub id: Id,
    /// Its name, also that of its fields.
    pub name: String,
    /// The model with the key.
    pub from: Id,
    /// The key's fields.
    pub fields: Vec<Id>,
    /// The model referred to.
    pub to: Id,
    /// The fields referred to.
    pub references: Vec<Id>,
    /// `onDelete:`.
    pub on_delete: Option<&'static str>,
    /// `onUpdate:`.
    pub on_update: Option<&'static str>,
    /// `map:`.
    pub map: Option<String>,
}

/// An implicit many-to-many relation.
#[derive(Debug, Clone)]
pub struct Join {
    /// Its identity.
    pub id: Id,
    /// Its name; `None` names the table after the models.
    pub name: Option<String>,
    /// The models, and the fields by which each refers to the other one.
    pub ends: [(Id, String); 2],
}

impl Name {
    /// A name without a map.
    pub fn plain(logical: impl Into<String>) -> Self {
        Self { logical: logical.into(), map: None }
    }

    /// The name in the database.
    pub fn database(&self) -> &str {
        self.map.as_deref().unwrap_or(&self.logical)
    }
}

impl Schema {
    /// A new identity.
    pub fn fresh(&mut self) -> Id {
        self.next += 1;
        self.next
    }

    /// The model of that identity.
    pub fn model(&self, id: Id) -> Option<&Model> {
        self.models.iter().find(|each| each.id == id)
    }

    /// The same, to be changed.
    pub fn model_mut(&mut self, id: Id) -> Option<&mut Model> {
        self.models.iter_mut().find(|each| each.id == id)
    }

    /// The enum of that identity.
    pub fn enumeration(&self, id: Id) -> Option<&Enum> {
        self.enums.iter().find(|each| each.id == id)
    }

    /// Whether a relation's key or target has the field.
    pub fn is_linked(&self, field: Id) -> bool {
        self.relations
            .iter()
            .any(|each| each.fields.contains(&field) || each.references.contains(&field))
    }

    /// A model goes, and the relations with it. The fields of foreign keys to it stay.
    pub fn remove_model(&mut self, id: Id) {
        self.models.retain(|each| each.id != id);
        self.relations.retain(|each| each.from != id && each.to != id);
        self.joins.retain(|each| each.ends.iter().all(|(end, _)| *end != id));
    }

    /// A field goes, and with it what is over it; a primary key goes on without it.
    pub fn remove_field(&mut self, model: Id, field: Id) {
        self.relations
            .retain(|each| !each.fields.contains(&field) && !each.references.contains(&field));
        if let Some(model) = self.model_mut(model) {
            model.fields.retain(|each| each.id != field);
            model.key.retain(|each| *each != field);
            model.indexes.retain(|index| {
                index.not_null != Some(field) && index.fields.iter().all(|each| each.field != field)
            });
        }
    }

    /// An enum goes, and the fields of it.
    pub fn remove_enum(&mut self, id: Id) {
        let holders: Vec<(Id, Id)> = self
            .models
            .iter()
            .flat_map(|model| model.fields.iter().map(move |field| (model.id, field)))
            .filter(|(_, field)| field.kind == Kind::Enum(id))
            .map(|(model, field)| (model, field.id))
            .collect();
        for (model, field) in holders {
            self.remove_field(model, field);
        }
        self.enums.retain(|each| each.id != id);
    }
}

impl Model {
    /// The field of that identity.
    pub fn field(&self, id: Id) -> Option<&Field> {
        self.fields.iter().find(|each| each.id == id)
    }

    /// The same, to be changed.
    pub fn field_mut(&mut self, id: Id) -> Option<&mut Field> {
        self.fields.iter_mut().find(|each| each.id == id)
    }

    /// Whether the key or an index has the field.
    pub fn is_indexed(&self, field: Id) -> bool {
        self.key.contains(&field)
            || self.indexes.iter().any(|index| {
                index.not_null == Some(field) || index.fields.iter().any(|each| each.field == field)
            })
    }
}
