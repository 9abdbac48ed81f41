//! The attributes: where each may stand, its arguments, and whether the database knows of it. One
//! table for those who read an attribute, for the suggestions of messages and for the page of
//! documentation. What a value means is for the reader of each attribute.

use crate::provider::Provider;

/// A parameter of an attribute.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it is for, as the page of documentation says it.
    pub about: &'static str,
    /// The only provider that has it.
    pub only: Option<Provider>,
}

/// An attribute at one place, and its parameters.
#[derive(Debug, Clone, Copy)]
pub struct Parameters {
    /// The attribute as a message shows it, such as `@unique`.
    pub of: &'static str,
    /// Which one an argument without a name is for.
    pub positional: Option<&'static str>,
    /// All of them.
    pub list: &'static [Parameter],
    /// What the attribute does.
    pub about: &'static str,
    /// Whether the database knows of it.
    pub reach: Reach,
}

/// Who knows of a part of the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The database: it is part of plans and of drift.
    Database,
    /// Only the generated client.
    Client,
}

impl Parameters {
    /// The names of all parameters.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        self.list.iter().map(|each| each.name)
    }
}

/// The attributes' names without their marks, as a suggestion lists them.
pub(super) fn names(attributes: &[Parameters]) -> Vec<&'static str> {
    attributes.iter().map(|each| each.of.trim_start_matches('@')).collect()
}

const fn both(name: &'static str, about: &'static str) -> Parameter {
    Parameter { name, about, only: None }
}

const fn postgresql(name: &'static str, about: &'static str) -> Parameter {
    Parameter { name, about, only: Some(Provider::Postgresql) }
}

const FIELDS: Parameter = both(
    "fields",
    "the fields, in order: `[a, b(sort: Desc)]`; the brackets may be left out for one",
);
const KEY_FIELDS: Parameter =
    both("fields", "the fields, in order: `[a, b]`; the brackets may be left out for one");
const CLIENT_NAME: Parameter = both("name", "what the client calls it; the database does not know");
const INDEX_NAME: Parameter =
    both("map", "the name in the database, instead of the conventional one");
const KEY_NAME: Parameter =
    postgresql("map", "the name in the database, instead of `<table>_pkey`");
const WHERE: Parameter = both(
    "where",
    "only rows for which it holds: `raw(\"sql\")` or `{ field: value, other: { not: value } }`; \
     needs the preview feature `partialIndexes`",
);

/// `@id`.
pub(super) const ID: Parameters = Parameters {
    of: "@id",
    positional: None,
    list: &[KEY_NAME],
    about: "The primary key, of this field alone.",
    reach: Reach::Database,
};

/// `@unique`.
pub(super) const UNIQUE: Parameters = Parameters {
    of: "@unique",
    positional: None,
    list: &[INDEX_NAME, both("sort", "`Asc` or `Desc`"), WHERE],
    about: "A unique index over this field alone.",
    reach: Reach::Database,
};

/// `@default`.
pub(super) const DEFAULT: Parameters = Parameters {
    of: "@default",
    positional: Some("value"),
    list: &[both("value", "a literal, a list of them where the field is one, or a function")],
    about: "The value of a row that is written without one; see [Defaults](#defaults).",
    reach: Reach::Database,
};

/// `@map` of a field.
pub(super) const FIELD_MAP: Parameters = Parameters {
    of: "@map",
    positional: Some("name"),
    list: &[both("name", "the column's name")],
    about: "The column's name in the database. Changed under an unchanged field, it is a rename.",
    reach: Reach::Database,
};

/// `@updatedAt`.
pub(super) const UPDATED_AT: Parameters = Parameters {
    of: "@updatedAt",
    positional: None,
    list: &[],
    about: "The client writes the time of each change. For a field of type DateTime.",
    reach: Reach::Client,
};

/// `@ignore`.
pub(super) const FIELD_IGNORE: Parameters = Parameters {
    of: "@ignore",
    positional: None,
    list: &[],
    about: "The client leaves the field out. The column is there all the same.",
    reach: Reach::Client,
};

/// `@relation`.
pub(super) const RELATION: Parameters = Parameters {
    of: "@relation",
    positional: Some("name"),
    list: &[
        both(
            "name",
            "tells several relations between two models apart; names the table of a many-to-many one",
        ),
        both("fields", "the fields here that hold the key"),
        both("references", "the fields that they refer to: an id or a unique criterion"),
        both(
            "onDelete",
            "an [action](#referential-actions); `Restrict` without one, `SetNull` where the relation is optional",
        ),
        both("onUpdate", "an [action](#referential-actions); `Cascade` without one"),
        postgresql("map", "the foreign key's name, instead of `<table>_<columns>_fkey`"),
    ],
    about: "The foreign key of a relation, on the side that holds it; its name on both.",
    reach: Reach::Database,
};

/// What may stand behind a field, native types aside.
pub(super) const FIELD: [Parameters; 7] =
    [ID, UNIQUE, DEFAULT, FIELD_MAP, UPDATED_AT, FIELD_IGNORE, RELATION];

/// `@@id`.
pub(super) const BLOCK_ID: Parameters = Parameters {
    of: "@@id",
    positional: Some("fields"),
    list: &[KEY_FIELDS, CLIENT_NAME, KEY_NAME],
    about: "The primary key, of several fields.",
    reach: Reach::Database,
};

/// `@@unique`.
pub(super) const BLOCK_UNIQUE: Parameters = Parameters {
    of: "@@unique",
    positional: Some("fields"),
    list: &[FIELDS, CLIENT_NAME, INDEX_NAME, WHERE],
    about: "A unique index.",
    reach: Reach::Database,
};

/// `@@index`.
pub(super) const BLOCK_INDEX: Parameters = Parameters {
    of: "@@index",
    positional: Some("fields"),
    list: &[
        FIELDS,
        both("name", "an older word for `map`"),
        INDEX_NAME,
        postgresql("type", "the [index type](#index-types); `BTree` without one"),
        WHERE,
    ],
    about: "An index.",
    reach: Reach::Database,
};

/// `@@map` of a model or view.
pub(super) const MODEL_MAP: Parameters = Parameters {
    of: "@@map",
    positional: Some("name"),
    list: &[both("name", "the table's name")],
    about: "The table's name in the database. Changed under an unchanged model, it is a rename.",
    reach: Reach::Database,
};

/// `@@schema`.
pub(super) const SCHEMA: Parameters = Parameters {
    of: "@@schema",
    positional: Some("map"),
    list: &[postgresql("map", "one of the datasource's `schemas`")],
    about: "The database schema. Every model and enum has one where the datasource lists `schemas`.",
    reach: Reach::Database,
};

/// `@@ignore`.
pub(super) const MODEL_IGNORE: Parameters = Parameters {
    of: "@@ignore",
    positional: None,
    list: &[],
    about: "The client leaves the model out, and it needs no id. The table is there all the same.",
    reach: Reach::Client,
};

/// What may stand in a model or view.
pub(super) const MODEL: [Parameters; 6] =
    [BLOCK_ID, BLOCK_UNIQUE, BLOCK_INDEX, MODEL_MAP, SCHEMA, MODEL_IGNORE];

/// `@@map` of an enum.
pub(super) const ENUM_MAP: Parameters = Parameters {
    of: "@@map",
    positional: Some("name"),
    list: &[both("name", "the type's name")],
    about: "The enum type's name on PostgreSQL.",
    reach: Reach::Database,
};

/// What may stand in an enum.
pub(super) const ENUM: [Parameters; 2] = [ENUM_MAP, SCHEMA];

/// `@map` of an enum's value.
pub(super) const VALUE_MAP: Parameters = Parameters {
    of: "@map",
    positional: Some("name"),
    list: &[both("name", "the value in the database")],
    about: "The value as the database holds it.",
    reach: Reach::Database,
};

/// What may stand behind an enum's value.
pub(super) const VALUE: [Parameters; 1] = [VALUE_MAP];
