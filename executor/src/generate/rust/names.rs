//! Names of a schema -> names of Rust: types and values in UpperCamelCase, modules and fields in
//! snake_case, keywords raw. Two names that become one are refused with the way out.

use crate::error::Error;
use crate::generate::client::{Client, ClientModel};
use heck::{ToSnakeCase, ToUpperCamelCase};
use std::collections::HashMap;

/// Names that the client's root uses: its own, crates and types of the language. A module of that name would
/// hide them, and has `_` behind it.
const TAKEN_MODULES: [&str; 26] = [
    "enums",
    "alloc",
    "bigdecimal",
    "chrono",
    "core",
    "serde",
    "serde_json",
    "sqlx",
    "std",
    "uuid",
    "bool",
    "char",
    "f32",
    "f64",
    "i8",
    "i16",
    "i32",
    "i64",
    "i128",
    "isize",
    "str",
    "u8",
    "u16",
    "u32",
    "u64",
    "u128",
];

/// Types that every module uses by these names, which no type of its own may take.
const TAKEN_TYPES: [&str; 5] = ["Into", "Option", "Self", "String", "Vec"];

/// Words that Rust keeps for itself; the last four cannot even be raw.
const KEYWORDS: [&str; 52] = [
    "as", "async", "await", "break", "const", "continue", "dyn", "else", "enum", "extern", "false",
    "fn", "for", "gen", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub",
    "ref", "return", "static", "struct", "trait", "true", "type", "unsafe", "use", "where",
    "while", "abstract", "become", "box", "do", "final", "macro", "override", "priv", "try",
    "typeof", "unsized", "virtual", "yield", "crate", "self", "super", "Self",
];

/// The names of everything in a client.
#[derive(Debug)]
pub struct Names {
    /// By position, as the client has them.
    pub models: Vec<ModelNames>,
    /// By position, as the client has them.
    pub enums: Vec<EnumNames>,
}

/// The names of a model.
#[derive(Debug)]
pub struct ModelNames {
    /// Its module.
    pub module: String,
    /// Its struct.
    pub type_name: String,
    /// Its fields, by position.
    pub fields: Vec<String>,
    /// Its keys, by position.
    pub keys: Vec<String>,
}

/// The names of an enum.
#[derive(Debug)]
pub struct EnumNames {
    /// The type.
    pub type_name: String,
    /// Its variants, by position.
    pub values: Vec<String>,
}

impl Names {
    /// Of a client.
    ///
    /// # Errors
    ///
    /// `clashing-names`: two names become one, or one is none in Rust; all of them are named.
    pub fn of(client: &Client) -> Result<Self, Error> {
        let mut clashes = Vec::new();
        let models: Vec<_> = client
            .models
            .iter()
            .map(|model| ModelNames {
                module: module(&model.name),
                type_name: upper_camel(&model.name),
                fields: model.fields.iter().map(|field| snake(&field.name)).collect(),
                keys: key_names(model),
            })
            .collect();
        let enums: Vec<_> = client
            .enums
            .iter()
            .map(|each| EnumNames {
                type_name: upper_camel(&each.name),
                values: each.values.iter().map(|value| upper_camel(&value.name)).collect(),
            })
            .collect();
        let of_models = client.models.iter().zip(&models);
        told(
            "model",
            "the table stays with @@map",
            &[],
            of_models.clone().map(|(model, names)| (model.name.as_str(), names.module.as_str())),
            &mut clashes,
        );
        let of_enums = client.enums.iter().zip(&enums);
        told(
            "enum",
            "the type stays with @@map",
            &TAKEN_TYPES,
            of_enums.clone().map(|(each, names)| (each.name.as_str(), names.type_name.as_str())),
            &mut clashes,
        );
        for (model, names) in of_models {
            let fields = model.fields.iter().zip(&names.fields);
            told(
                &format!("field of model {}", model.name),
                "the column stays with @map",
                &[],
                fields.map(|(field, name)| (field.name.as_str(), name.as_str())),
                &mut clashes,
            );
            let inputs = ["Create", "Update"].map(|word| format!("{word}{}", names.type_name));
            let keys = names.keys.iter();
            let types = keys.chain(&inputs).map(|name| (name.as_str(), name.as_str()));
            let own = std::iter::once((model.name.as_str(), names.type_name.as_str()));
            told(
                &format!("type of model {}", model.name),
                "the table stays with @@map",
                &TAKEN_TYPES,
                own.chain(types),
                &mut clashes,
            );
        }
        for (each, names) in of_enums {
            let values = each.values.iter().zip(&names.values);
            told(
                &format!("value of enum {}", each.name),
                "what is stored stays with @map",
                &["Self"],
                values.map(|(value, name)| (value.name.as_str(), name.as_str())),
                &mut clashes,
            );
        }
        if clashes.is_empty() {
            return Ok(Self { models, enums });
        }
        let error =
            Error::invalid("clashing-names", "Names of the schema do not make names of Rust.");
        let error = clashes.into_iter().fold(error, Error::detail);
        Err(error.help("Rename them in the schema as said; the database does not change by it."))
    }
}

/// Tells of names that are none, of those that are taken, and of two that are one.
fn told<'a>(
    what: &str,
    way_out: &str,
    taken: &[&str],
    names: impl Iterator<Item = (&'a str, &'a str)>,
    clashes: &mut Vec<String>,
) {
    let mut seen: HashMap<&str, &str> = HashMap::new();
    for (written, name) in names {
        if !is_identifier(name) {
            clashes.push(format!(
                "{what} {written}: {name} is no name in Rust; rename it, {way_out}."
            ));
        }
        if taken.contains(&name) {
            clashes.push(format!(
                "{what} {written}: {name} is taken by Rust itself; rename it, {way_out}."
            ));
        }
        match seen.get(name) {
            Some(other) => clashes.push(format!(
                "{what} {written}: becomes {name}, as {other} does; rename one of them, {way_out}."
            )),
            None => {
                seen.insert(name, written);
            }
        }
    }
}

fn is_identifier(name: &str) -> bool {
    let mut characters = name.strip_prefix("r#").unwrap_or(name).chars();
    characters.next().is_some_and(|first| first == '_' || unicode_ident::is_xid_start(first))
        && characters.all(unicode_ident::is_xid_continue)
        && name != "_"
}

/// `UserByEmail`, `OrderItemByOrderIdAndProductId`, or as the schema names the key.
fn key_names(model: &ClientModel) -> Vec<String> {
    let type_name = upper_camel(&model.name);
    let keys = model.keys.iter().map(|key| {
        let fields = key.fields.iter().filter_map(|position| model.fields.get(*position));
        let words: Vec<_> = fields.map(|field| upper_camel(&field.name)).collect();
        let named = key.name.as_deref().map(upper_camel);
        format!("{type_name}By{}", named.unwrap_or_else(|| words.join("And")))
    });
    keys.collect()
}

/// A type or a variant.
pub fn upper_camel(name: &str) -> String {
    let converted = name.to_upper_camel_case();
    if converted.starts_with(|first: char| first.is_numeric()) {
        return format!("N{converted}");
    }
    converted
}

/// A field, a parameter or a function.
pub fn snake(name: &str) -> String {
    let converted = name.to_snake_case();
    match KEYWORDS.iter().position(|keyword| *keyword == converted) {
        // crate, self, super and Self.
        Some(position) if position >= KEYWORDS.len() - 4 => format!("{converted}_"),
        Some(_) => format!("r#{converted}"),
        None => converted,
    }
}

fn module(name: &str) -> String {
    let converted = snake(name);
    match TAKEN_MODULES.contains(&converted.as_str()) {
        true => format!("{converted}_"),
        false => converted,
    }
}
