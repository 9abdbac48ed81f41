//! A model -> what its rows are created from and changed by. Defaults follow the schema: the
//! database's are left to it, the client's are made here.

use crate::generate::client::{ClientField, Fill, Identifier, Value};
use crate::generate::rust::code::Code;
use crate::generate::rust::model::{Subject, renamed, writing};
use crate::generate::rust::types;
use planner_core::schema::model::Arity;

/// More parameters than these are too many for a linter.
const MANY_PARAMETERS: usize = 7;

/// What a field of the input for a new row is.
enum Given {
    /// The caller has to.
    Required,
    /// NULL or an empty list where the caller says nothing.
    Nothing,
    /// `None` leaves it to the database.
    Database,
    /// The client fills it in.
    Client(String),
}

fn given(field: &ClientField) -> Given {
    match (field.fill.clone(), field.arity) {
        (Fill::Database, _) => Given::Database,
        (Fill::Identifier(identifier), Arity::Required) => {
            Given::Client(types::identifier(identifier, field.value))
        }
        (Fill::Identifier(identifier), Arity::Optional) => {
            Given::Client(format!("Some({})", types::identifier(identifier, field.value)))
        }
        (Fill::Time, Arity::Required) => Given::Client(now(field.value)),
        (Fill::Time, Arity::Optional) => Given::Client(format!("Some({})", now(field.value))),
        (_, Arity::Required) => Given::Required,
        (_, Arity::Optional | Arity::List) => Given::Nothing,
    }
}

/// The present time as a value.
fn now(value: Value) -> String {
    let now = "chrono::Utc::now()";
    match value {
        Value::Date => format!("{now}.date_naive()"),
        Value::Time | Value::Timetz => format!("{now}.time()"),
        _ => now.to_owned(),
    }
}

/// The type `Create…`.
pub fn create(code: &mut Code, subject: &Subject<'_>) {
    let type_name = format!("Create{}", subject.own.type_name);
    code.gap();
    code.line(format!("/// What a new `{}` is made of.", subject.model.name));
    code.line("#[derive(Debug, Clone, PartialEq, serde::Deserialize)]");
    code.block(format!("pub struct {type_name}"), |code| {
        for (field, name) in subject.fields() {
            let own = subject.type_of(field);
            if let Some(text) = &field.documentation {
                code.documentation(text);
            }
            match given(field) {
                Given::Required => {
                    renamed(code, field, name);
                    code.line(format!("pub {name}: {own},"));
                }
                Given::Nothing => {
                    renamed(code, field, name);
                    code.line("#[serde(default)]");
                    code.line(format!("pub {name}: {own},"));
                }
                Given::Database => {
                    told(code, field, "The database fills it in where it is `None`.");
                    renamed(code, field, name);
                    optional_attributes(code, field);
                    code.line(format!("pub {name}: {},", subject.optional(&own)));
                }
                Given::Client(_) => {
                    renamed(code, field, name);
                    code.line(format!("#[serde(default = \"{}\")]", default_path(subject, name)));
                    code.line(format!("pub {name}: {own},"));
                }
            }
        }
    });
    constructor(code, subject, &type_name);
    code.gap();
    let target = &subject.own.type_name;
    code.block(format!("impl super::Input<{target}> for {type_name}"), |code| {
        code.block("fn write(&self, values: &mut super::Values)", |code| {
            for (field, name) in subject.fields() {
                match given(field) {
                    Given::Database => written_if_given(code, subject, field, name),
                    _ => writing(code, subject, field, name, &format!("&self.{name}")),
                }
            }
        });
    });
}

/// Where a field that the client fills in takes its default from, for serde.
fn default_path(subject: &Subject<'_>, name: &str) -> String {
    let type_name = &subject.own.type_name;
    format!("Create{type_name}::default_{}", name.trim_start_matches("r#"))
}

fn told(code: &mut Code, field: &ClientField, sentence: &str) {
    if field.documentation.is_some() {
        code.documentation(&format!("\n{sentence}"));
    } else {
        code.documentation(sentence);
    }
}

/// What serde makes of a field that may be left out: NULL is a value of its own where it may be
/// one.
fn optional_attributes(code: &mut Code, field: &ClientField) {
    if field.arity == Arity::Optional {
        code.line("#[serde(default, deserialize_with = \"super::given\")]");
    }
}

fn constructor(code: &mut Code, subject: &Subject<'_>, type_name: &str) {
    let is_text = |field: &ClientField| {
        matches!(field.value, Value::Text | Value::Citext | Value::Xml | Value::Bits | Value::Inet)
    };
    let mut parameters = Vec::new();
    let mut values = Vec::new();
    let mut defaults = Vec::new();
    for (field, name) in subject.fields() {
        match given(field) {
            Given::Required if is_text(field) => {
                let text = types::standard("String", &subject.own.type_name);
                parameters.push(format!("{name}: impl Into<{text}>"));
                values.push(format!("{name}: {name}.into()"));
            }
            Given::Required => {
                parameters.push(format!("{name}: {}", subject.type_of(field)));
                values.push(name.to_owned());
            }
            Given::Nothing if field.arity == Arity::List => {
                values.push(format!("{name}: Default::default()"));
            }
            Given::Nothing | Given::Database => values.push(format!("{name}: None")),
            Given::Client(value) => {
                let function = format!("default_{}", name.trim_start_matches("r#"));
                values.push(format!("{name}: Self::{function}()"));
                defaults.push((function, subject.type_of(field), value));
            }
        }
    }
    code.gap();
    code.block(format!("impl {type_name}"), |code| {
        code.line("/// With what has to be given; all else is as the schema says.");
        if parameters.len() > MANY_PARAMETERS {
            code.line("#[allow(clippy::too_many_arguments)]");
        }
        code.function("pub fn new", &parameters, " -> Self", |code| {
            code.structure("Self", &values, "");
        });
        for (function, answer, value) in &defaults {
            code.gap();
            code.block(format!("fn {function}() -> {answer}"), |code| code.line(value));
        }
    });
    if parameters.is_empty() {
        code.gap();
        code.block(format!("impl std::default::Default for {type_name}"), |code| {
            code.block("fn default() -> Self", |code| code.line("Self::new()"));
        });
    }
}

fn written_if_given(code: &mut Code, subject: &Subject<'_>, field: &ClientField, name: &str) {
    code.block(format!("if let Some(value) = &self.{name}"), |code| {
        writing(code, subject, field, name, "value");
    });
}

/// The type `Update…`.
pub fn update(code: &mut Code, subject: &Subject<'_>) {
    let type_name = format!("Update{}", subject.own.type_name);
    code.gap();
    code.line(format!(
        "/// What is changed of a `{}`: what is `None` stays as it is.",
        subject.model.name
    ));
    code.line("#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]");
    code.block(format!("pub struct {type_name}"), |code| {
        for (field, name) in subject.fields() {
            if let Some(text) = &field.documentation {
                code.documentation(text);
            }
            if field.updated_at {
                told(code, field, "The time of the change where it is `None`.");
            }
            renamed(code, field, name);
            optional_attributes(code, field);
            let own = subject.type_of(field);
            code.line(format!("pub {name}: {},", subject.optional(&own)));
        }
    });
    code.gap();
    let target = &subject.own.type_name;
    code.block(format!("impl super::Input<{target}> for {type_name}"), |code| {
        code.block("fn write(&self, values: &mut super::Values)", |code| {
            for (field, name) in subject.fields() {
                if !field.updated_at {
                    written_if_given(code, subject, field, name);
                    continue;
                }
                let time = match (field.arity, field.value) {
                    (Arity::Optional, _) => format!("|| Some({})", now(field.value)),
                    (_, Value::Timestamp | Value::Timestamptz) => "chrono::Utc::now".to_owned(),
                    _ => format!("|| {}", now(field.value)),
                };
                let option = types::standard("Option", target);
                let arguments = [format!("self.{name}"), time];
                code.call(&format!("let value = {option}::unwrap_or_else"), &arguments, ";");
                writing(code, subject, field, name, "&value");
            }
        });
    });
}

/// The identifiers that the inputs of a model make, for fields of which kind.
pub fn identifiers(subject: &Subject<'_>) -> impl Iterator<Item = (Identifier, Value)> {
    subject.model.fields.iter().filter_map(|field| match field.fill {
        Fill::Identifier(identifier) => Some((identifier, field.value)),
        _ => None,
    })
}
