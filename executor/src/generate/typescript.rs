//! A client -> types for a web front end: models, enums and inputs as the JSON of the Rust client
//! has them, by the names of the schema. Knows nothing of a database.

use crate::error::Error;
use crate::generate::client::{Client, ClientField, ClientModel, Fill, Value};
use crate::generate::output::{Layout, OutputFile};
use planner_core::schema::model::Arity;
use std::collections::BTreeSet;

/// Words that are no name of a type in TypeScript.
const RESERVED: [&str; 49] = [
    "any",
    "as",
    "async",
    "bigint",
    "boolean",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "import",
    "in",
    "instanceof",
    "never",
    "new",
    "null",
    "number",
    "object",
    "return",
    "string",
    "super",
    "switch",
    "symbol",
    "this",
    "throw",
    "true",
    "try",
    "type",
    "typeof",
    "undefined",
    "unknown",
    "var",
    "void",
    "while",
    "with",
];

/// The one file of types.
///
/// # Errors
///
/// `clashing-names`: a name is none in TypeScript, or is taken.
pub fn files(client: &Client, layout: Layout) -> Result<Vec<OutputFile>, Error> {
    names(client)?;
    let mut text = String::from(
        "// Types of schema.prisma, as the client of Rust writes and reads them in JSON.\n\
         // Written by `comon generate`: changes are lost.\n",
    );
    let values = || client.models.iter().flat_map(|model| &model.fields).map(|field| field.value);
    if values().any(|value| value == Value::Json) {
        text.push_str(
            "\n/** Any JSON. */\nexport type JsonValue =\n  | null\n  | boolean\n  | number\n  \
             | string\n  | JsonValue[]\n  | { [key: string]: JsonValue };\n",
        );
    }
    for each in &client.enums {
        text.push('\n');
        document(&mut text, "", each.documentation.as_deref());
        text.push_str(&format!("export const {} = [\n", each.name));
        for value in &each.values {
            text.push_str(&format!("  {},\n", quoted(&value.name)));
        }
        text.push_str(&format!(
            "] as const;\nexport type {name} = (typeof {name})[number];\n",
            name = each.name
        ));
    }
    for model in &client.models {
        interface(&mut text, client, model, &model.name, model.documentation.as_deref(), row);
        if model.view {
            continue;
        }
        if model.unknown_required.is_none() {
            let about = format!("What a new `{}` is made of.", model.name);
            let name = format!("Create{}", model.name);
            interface(&mut text, client, model, &name, Some(&about), create);
        }
        if !model.keys.is_empty() {
            let about = format!("What is changed of a `{}`.", model.name);
            let name = format!("Update{}", model.name);
            interface(&mut text, client, model, &name, Some(&about), update);
        }
    }
    let path = match layout {
        Layout::File => String::new(),
        Layout::Folder => "index.ts".to_owned(),
    };
    Ok(vec![OutputFile { path, text }])
}

fn names(client: &Client) -> Result<(), Error> {
    let mut taken = BTreeSet::from(["JsonValue".to_owned()]);
    let mut clashes = Vec::new();
    let enums = client.enums.iter().map(|each| ("enum", each.name.clone()));
    let models = client.models.iter().flat_map(|model| {
        let name = &model.name;
        let inputs = ["Create", "Update"].map(|word| ("input", format!("{word}{name}")));
        std::iter::once(("model", name.clone())).chain(inputs.into_iter().filter(|_| !model.view))
    });
    for (what, name) in enums.chain(models) {
        if RESERVED.contains(&name.as_str()) {
            clashes.push(format!(
                "{what} {name}: is a word of TypeScript; rename it, the table stays with @@map."
            ));
        } else if !taken.insert(name.clone()) {
            clashes.push(format!(
                "{what} {name}: is there already; rename one of them, the table stays with @@map."
            ));
        }
    }
    match clashes.is_empty() {
        true => Ok(()),
        false => {
            let error = Error::invalid(
                "clashing-names",
                "Names of the schema do not make names of TypeScript.",
            );
            let error = clashes.into_iter().fold(error, Error::detail);
            Err(error
                .help("Rename them in the schema as said; the database does not change by it."))
        }
    }
}

/// A property: whether it may be left out, and its type.
type Property = (bool, String);

fn interface(
    text: &mut String,
    client: &Client,
    model: &ClientModel,
    name: &str,
    documentation: Option<&str>,
    property: fn(&ClientField, String) -> Property,
) {
    text.push('\n');
    document(text, "", documentation);
    text.push_str(&format!("export interface {name} {{\n"));
    for field in &model.fields {
        document(text, "  ", field.documentation.as_deref());
        let (optional, kind) = property(field, type_of(field, client));
        let mark = if optional { "?" } else { "" };
        text.push_str(&format!("  {}{mark}: {kind};\n", field.name));
    }
    text.push_str("}\n");
}

fn row(_: &ClientField, kind: String) -> Property {
    (false, kind)
}

fn create(field: &ClientField, kind: String) -> Property {
    (field.fill != Fill::Nobody || field.arity != Arity::Required, kind)
}

fn update(_: &ClientField, kind: String) -> Property {
    (true, kind)
}

fn type_of(field: &ClientField, client: &Client) -> String {
    let value = match field.value {
        Value::Text
        | Value::Citext
        | Value::Xml
        | Value::Bits
        | Value::Inet
        | Value::Uuid
        | Value::Decimal
        | Value::Money
        | Value::Timestamp
        | Value::Timestamptz
        | Value::Date
        | Value::Time
        | Value::Timetz => "string",
        Value::Boolean => "boolean",
        Value::SmallInt | Value::Int | Value::BigInt | Value::Oid | Value::Real | Value::Double => {
            "number"
        }
        Value::Json => "JsonValue",
        Value::Bytes => "number[]",
        Value::Enum(position) => client.enums.get(position).map_or("", |each| each.name.as_str()),
    };
    match field.arity {
        Arity::Required => value.to_owned(),
        Arity::Optional => format!("{value} | null"),
        Arity::List => format!("{value}[]"),
    }
}

/// A documentation comment, which no text can end early.
fn document(text: &mut String, indent: &str, documentation: Option<&str>) {
    let Some(documentation) = documentation else { return };
    let documentation = documentation.replace("*/", "*\\/");
    let lines: Vec<_> = documentation.lines().map(str::trim_end).collect();
    match lines.as_slice() {
        [line] => text.push_str(&format!("{indent}/** {} */\n", line.trim())),
        lines => {
            text.push_str(&format!("{indent}/**\n"));
            for line in lines {
                let space = if line.is_empty() { "" } else { " " };
                text.push_str(&format!("{indent} *{space}{}\n", line.trim_start()));
            }
            text.push_str(&format!("{indent} */\n"));
        }
    }
}

/// A string of JSON is one of TypeScript.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
