//! Numbers of a seed -> a random valid schema, and the parts of one: what the first version is
//! made of and what edits add. Knows nothing of edits.

pub mod relations;

use super::model::{
    Arity, Default, Enum, Field, Id, Index, IndexField, Kind, Model, Name, Schema, Value,
};
use super::types::{self, Indexable, Scalar};
use crate::generate::Numbers;
use planner_core::provider::Provider;

const NOUNS: [&str; 12] = [
    "Account", "Basket", "Comment", "Delivery", "Event", "Folder", "Invoice", "Order", "Person",
    "Session", "Ticket", "order",
];

const WORDS: [&str; 14] = [
    "title",
    "amount",
    "state",
    "note",
    "code",
    "level",
    "createdAt",
    "kind",
    "size",
    "select",
    "user",
    "ratio",
    "tags",
    "payload",
];

const OWN: [&str; 5] = ["number", "sequence", "owned", "found", "value"];

const VALUES: [&str; 8] =
    ["draft", "OPEN", "waiting", "Closed", "archived", "lost", "null", "on_hold"];

/// One of them.
pub fn pick<'a, T>(numbers: &mut Numbers, from: &'a [T]) -> Option<&'a T> {
    from.get(numbers.below(from.len()))
}

/// A schema of two to five models.
pub fn schema(provider: Provider, numbers: &mut Numbers) -> Schema {
    let postgres = provider == Provider::Postgresql;
    let mut schema = Schema {
        provider,
        namespaces: Vec::new(),
        extensions: Vec::new(),
        without_keys: false,
        enums: Vec::new(),
        models: Vec::new(),
        relations: Vec::new(),
        joins: Vec::new(),
        views: Vec::new(),
        next: 0,
    };
    if postgres && numbers.chance(30) {
        schema.namespaces = vec!["public".to_owned(), "shop".to_owned()];
    }
    if postgres && numbers.chance(25) {
        schema.extensions.push("citext".to_owned());
    }
    for _ in 0..numbers.below(3) {
        let each = enumeration(&mut schema, numbers);
        schema.enums.push(each);
    }
    for _ in 0..2 + numbers.below(3) {
        let each = model(&mut schema, numbers);
        schema.models.push(each);
    }
    for _ in 0..numbers.below(4) {
        relations::relation(&mut schema, numbers, false);
    }
    for _ in 0..numbers.below(2) {
        relations::join(&mut schema, numbers);
    }
    schema
}

/// Now and then a name that needs quotes in SQL and in the schema, one so long that what is named after
/// it is cut, or one that generated SQL could have a use of its own for.
fn name(word: &str, id: Id, mapped: bool) -> Name {
    let logical = format!("{word}{id}");
    let word = word.to_lowercase();
    let map = match id % 8 {
        3 => format!("{id}: the \"{word}\" of s\u{f6}me\\one's"),
        5 => OWN[id as usize / 8 % OWN.len()].to_owned(),
        6 => format!("{id}_{word}_of_which_there_may_be_more_than_one_here"),
        _ => format!("{word}_{id}"),
    };
    Name { logical, map: mapped.then_some(map) }
}

/// One of the namespaces, where the schema has any.
pub fn namespace(schema: &Schema, numbers: &mut Numbers) -> Option<String> {
    pick(numbers, &schema.namespaces).cloned()
}

/// An enum of two to five values.
pub fn enumeration(schema: &mut Schema, numbers: &mut Numbers) -> Enum {
    let id = schema.fresh();
    let values = (0..2 + numbers.below(4)).map(|_| value(schema, numbers)).collect();
    Enum {
        id,
        name: name("Kind", id, numbers.chance(30)),
        namespace: namespace(schema, numbers),
        values,
    }
}

/// A value of an enum.
pub fn value(schema: &mut Schema, numbers: &mut Numbers) -> Value {
    let id = schema.fresh();
    let word = pick(numbers, &VALUES).copied().unwrap_or_default();
    let map = numbers.chance(25).then(|| format!("{word}'s {id}"));
    Value { id, name: Name { logical: format!("{word}{id}"), map } }
}

/// A model with a key, a few columns and indexes.
pub fn model(schema: &mut Schema, numbers: &mut Numbers) -> Model {
    let id = schema.fresh();
    let noun = pick(numbers, &NOUNS).copied().unwrap_or_default();
    let mut model = Model {
        id,
        name: name(noun, id, numbers.chance(40)),
        namespace: namespace(schema, numbers),
        fields: Vec::new(),
        key: Vec::new(),
        key_map: None,
        indexes: Vec::new(),
    };
    let postgres = schema.provider == Provider::Postgresql;
    let keyed: &[(&str, Default)] = match numbers.below(8) {
        0 | 1 => &[("integer", Default::Autoincrement)],
        2 => &[("text", Default::Client("cuid()"))],
        3 => &[("bigint", Default::None)],
        4 => &[("integer", Default::None)],
        5 if postgres => &[("uuid", Default::Generated("gen_random_uuid()"))],
        6 => &[("bigint", Default::None), ("integer", Default::None), ("text", Default::None)],
        _ => &[("integer", Default::None), ("text", Default::None)],
    };
    for (sql, default) in keyed {
        let sql = if postgres { (*sql).to_owned() } else { sql.to_uppercase() };
        let field_id = schema.fresh();
        model.fields.push(Field {
            id: field_id,
            name: name("id", field_id, numbers.chance(20)),
            kind: Kind::Scalar(types::by_sql(schema.provider, &sql)),
            arity: Arity::Required,
            default: default.clone(),
        });
        model.key.push(field_id);
    }
    if postgres && numbers.chance(15) {
        model.key_map = Some(format!("key_{id}"));
    }
    // A unique criterion is enough for a model.
    if numbers.chance(8) {
        let unique = unique_over(schema.fresh(), &std::mem::take(&mut model.key));
        model.key_map = None;
        model.indexes.push(unique);
        for field in &mut model.fields {
            if !postgres && field.default == Default::Autoincrement {
                field.default = Default::None;
            }
        }
    }
    for _ in 0..2 + numbers.below(5) {
        let each = field(schema, numbers);
        model.fields.push(each);
    }
    for _ in 0..numbers.below(3) {
        let unique = numbers.chance(40);
        if let Some(index) = index(schema, &model, unique, numbers) {
            model.indexes.push(index);
        }
    }
    model
}

/// A column of any type, with or without a default.
pub fn field(schema: &mut Schema, numbers: &mut Numbers) -> Field {
    let id = schema.fresh();
    let word = pick(numbers, &WORDS).copied().unwrap_or_default();
    let enums: Vec<Id> = schema.enums.iter().map(|each| each.id).collect();
    let scalars = types::usable(schema);
    let kind = match pick(numbers, &enums) {
        Some(id) if numbers.chance(25) => Kind::Enum(*id),
        _ => Kind::Scalar(pick(numbers, &scalars).copied().expect("there are scalars")),
    };
    let arity = match numbers.below(10) {
        0..=4 => Arity::Required,
        5..=8 => Arity::Optional,
        _ if schema.provider == Provider::Postgresql && can_be_list(kind) => Arity::List,
        _ => Arity::Optional,
    };
    let mut field =
        Field { id, name: name(word, id, numbers.chance(30)), kind, arity, default: Default::None };
    if numbers.chance(40) {
        field.default = default(schema, &field, numbers);
    }
    field
}

/// Whether a list of it is of use.
pub fn can_be_list(kind: Kind) -> bool {
    match kind {
        Kind::Enum(_) => true,
        Kind::Scalar(scalar) => !matches!(scalar.sql, "xml" | "money" | "citext" | "json"),
    }
}

/// A default that a field can have.
pub fn default(schema: &Schema, field: &Field, numbers: &mut Numbers) -> Default {
    match (field.kind, field.arity) {
        (Kind::Enum(id), arity) => {
            let values = schema.enumeration(id).map(|each| each.values.as_slice());
            match pick(numbers, values.unwrap_or_default()) {
                Some(value) if arity == Arity::List => Default::ValueList(value.id),
                Some(value) => Default::Value(value.id),
                None => Default::None,
            }
        }
        (Kind::Scalar(scalar), Arity::List) if scalar.literals.is_empty() => Default::None,
        (Kind::Scalar(_), Arity::List) => Default::List,
        (Kind::Scalar(scalar), Arity::Required | Arity::Optional) => {
            let functions = types::functions(schema.provider, scalar);
            match pick(numbers, &functions) {
                Some(function) if numbers.chance(40) => function.clone(),
                _ if scalar.literals.is_empty() => Default::None,
                _ => Default::Literal(numbers.below(scalar.literals.len())),
            }
        }
    }
}

fn scalar_of(field: &Field) -> Option<&'static Scalar> {
    match field.kind {
        Kind::Scalar(scalar) => Some(scalar),
        Kind::Enum(_) => None,
    }
}

/// A list is in an index by its elements, which must compare.
fn can_be_in_gin(scalar: &Scalar) -> bool {
    scalar.index != Indexable::No || scalar.sql == "jsonb"
}

/// An index that the model can have; `None` where it has no fields for one.
pub fn index(
    schema: &mut Schema,
    model: &Model,
    unique: bool,
    numbers: &mut Numbers,
) -> Option<Index> {
    let postgres = schema.provider == Provider::Postgresql;
    let comparable: Vec<&Field> = model
        .fields
        .iter()
        .filter(|field| field.arity != Arity::List)
        .filter(|field| scalar_of(field).is_none_or(|scalar| scalar.index != Indexable::No))
        .collect();
    let distinct: Vec<&Field> = comparable
        .iter()
        .copied()
        .filter(|field| scalar_of(field).is_some_and(|scalar| scalar.index == Indexable::Yes))
        .collect();
    let id = schema.fresh();
    let mut index =
        Index { id, unique, fields: Vec::new(), map: None, method: None, not_null: None };
    let single = |field: Id, class: Option<&'static str>| {
        vec![IndexField { field, descending: false, class }]
    };
    if postgres && !unique && numbers.chance(25) {
        let lists = model.fields.iter().find(|field| {
            field.arity == Arity::List && scalar_of(field).is_some_and(can_be_in_gin)
        });
        let documents = model.fields.iter().find(|field| {
            scalar_of(field).is_some_and(|scalar| scalar.sql == "jsonb")
                && field.arity != Arity::List
        });
        let reached = model.fields.iter().find(|field| {
            scalar_of(field).is_some_and(|scalar| matches!(scalar.sql, "inet" | "point"))
                && field.arity != Arity::List
        });
        let text = comparable
            .iter()
            .find(|field| scalar_of(field).is_some_and(|scalar| scalar.sql == "text"));
        let whole = comparable.iter().find(|field| {
            scalar_of(field)
                .is_some_and(|scalar| matches!(scalar.sql, "integer" | "bigint" | "timestamp(3)"))
        });
        if let Some(field) = documents {
            index.method = Some("Gin");
            index.fields = single(field.id, numbers.chance(50).then_some("JsonbPathOps"));
        } else if let Some(field) = lists {
            index.method = Some("Gin");
            index.fields = single(field.id, None);
        } else if let Some(field) = reached {
            index.method = Some(if numbers.chance(50) { "Gist" } else { "SpGist" });
            let is_address = scalar_of(field).is_some_and(|scalar| scalar.sql == "inet");
            index.fields = single(field.id, is_address.then_some("InetOps"));
        } else if let Some(field) = text.filter(|_| numbers.chance(50)) {
            index.method = Some("SpGist");
            index.fields = single(field.id, numbers.chance(50).then_some("TextOps"));
        } else if let Some(field) = whole {
            index.method = Some(if numbers.chance(50) { "Brin" } else { "Hash" });
            let class = match scalar_of(field).map(|scalar| scalar.sql) {
                Some("integer") => Some("Int4MinMaxMultiOps"),
                Some("bigint") => Some("Int8BloomOps"),
                _ => None,
            };
            let class = class.filter(|_| index.method == Some("Brin") && numbers.chance(40));
            index.fields = single(field.id, class);
        }
    }
    if index.fields.is_empty() {
        let first = pick(numbers, if unique { &distinct } else { &comparable })?.id;
        index.fields =
            vec![IndexField { field: first, descending: numbers.chance(25), class: None }];
        if let Some(second) = pick(numbers, &comparable).filter(|each| each.id != first)
            && numbers.chance(40)
        {
            index.fields.push(IndexField {
                field: second.id,
                descending: numbers.chance(25),
                class: None,
            });
        }
        if numbers.chance(20) {
            index.not_null = pick(numbers, &comparable).map(|field| field.id);
        }
    }
    if numbers.chance(20) {
        index.map = Some(format!("over_{id}"));
    }
    // One definition twice would be a problem of its own.
    let same = |other: &Index| other.fields == index.fields && other.unique == index.unique;
    let is_key = index.fields.iter().map(|each| each.field).eq(model.key.iter().copied());
    (!model.indexes.iter().any(same) && !is_key).then_some(index)
}

/// A plain unique index over these fields.
pub fn unique_over(id: Id, fields: &[Id]) -> Index {
    let over = |field: &Id| IndexField { field: *field, descending: false, class: None };
    let fields = fields.iter().map(over).collect();
    Index { id, unique: true, fields, map: None, method: None, not_null: None }
}
