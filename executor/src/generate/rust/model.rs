//! A model -> its module: the row, the keys, and the functions that read. What is written is in
//! `inputs`.

use crate::generate::client::{Client, ClientField, ClientKey, ClientModel};
use crate::generate::rust::code::{Code, literal};
use crate::generate::rust::inputs;
use crate::generate::rust::names::{ModelNames, Names};
use crate::generate::rust::types;
use planner_core::provider::Provider;
use planner_core::schema::model::Arity;

/// A model within its client: what every part of its module looks at.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The model.
    pub model: &'a ClientModel,
    /// Its names.
    pub own: &'a ModelNames,
    /// All names.
    pub names: &'a Names,
    /// Which database.
    pub provider: Provider,
}

impl<'a> Subject<'a> {
    /// Each model of a client.
    pub fn all(client: &'a Client, names: &'a Names) -> impl Iterator<Item = Self> {
        client.models.iter().zip(&names.models).map(move |(model, own)| Self {
            model,
            own,
            names,
            provider: client.provider,
        })
    }

    /// Its fields with their names.
    pub fn fields(&self) -> impl Iterator<Item = (&'a ClientField, &'a str)> + use<'a> {
        self.model.fields.iter().zip(self.own.fields.iter().map(String::as_str))
    }

    /// The type of a field.
    pub fn type_of(&self, field: &ClientField) -> String {
        types::of_field(field, self.names, &self.own.type_name)
    }

    /// `Option` of a type.
    pub fn optional(&self, inner: &str) -> String {
        types::optional(inner, &self.own.type_name)
    }

    /// The name of the type that stands between a field and the database.
    pub fn stored(&self, field: &ClientField) -> Option<&'static str> {
        types::stored(field.value, self.provider).map(|stored| stored.name)
    }

    /// The keys with their names.
    fn keys(&self) -> impl Iterator<Item = (&'a ClientKey, &'a str)> + use<'a> {
        self.model.keys.iter().zip(self.own.keys.iter().map(String::as_str))
    }

    /// The fields of a key with their names.
    fn key_fields(&self, key: &ClientKey) -> Vec<(&'a ClientField, &'a str)> {
        let fields: Vec<_> = self.fields().collect();
        key.fields.iter().filter_map(|position| fields.get(*position).copied()).collect()
    }

    fn is_cursor(&self, key: &ClientKey) -> bool {
        self.key_fields(key).iter().all(|(field, _)| field.arity == Arity::Required)
    }
}

/// The lines of a module.
pub fn write(code: &mut Code, subject: &Subject<'_>) {
    names(code, subject);
    row(code, subject);
    for (key, name) in subject.keys() {
        unique_key(code, subject, key, name);
    }
    if !subject.model.view && subject.model.unknown_required.is_none() {
        inputs::create(code, subject);
    }
    if !subject.model.view && !subject.model.keys.is_empty() {
        inputs::update(code, subject);
    }
    functions(code, subject);
}

/// An identifier as SQL quotes it.
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A name that may stand in a schema of the database.
pub fn quoted_in(namespace: Option<&str>, name: &str) -> String {
    match namespace {
        Some(namespace) => format!("{}.{}", quoted(namespace), quoted(name)),
        None => quoted(name),
    }
}

/// The constant of a column.
pub fn constant(field: &str) -> String {
    format!("columns::{}", constant_name(field))
}

fn constant_name(field: &str) -> String {
    field.trim_start_matches("r#").to_uppercase()
}

fn names(code: &mut Code, subject: &Subject<'_>) {
    let model = subject.model;
    let kind = if model.view { "view" } else { "table" };
    let table = quoted_in(model.namespace.as_deref(), &model.table);
    code.line(format!("/// The {kind}, quoted for SQL."));
    code.assignment("pub const TABLE: &str", &literal(&table));
    code.gap();
    code.line(format!("/// The columns of the {kind}, quoted for SQL."));
    code.block("pub mod columns", |code| {
        for (field, name) in subject.fields() {
            code.line(format!("/// Of `{}`.", field.name));
            let name = format!("pub const {}: &str", constant_name(name));
            code.assignment(&name, &literal(&quoted(&field.column)));
        }
    });
}

/// How serde calls a field: by its name in the schema.
pub fn renamed(code: &mut Code, field: &ClientField, name: &str) {
    if name.trim_start_matches("r#") != field.name {
        code.line(format!("#[serde(rename = {})]", literal(&field.name)));
    }
}

fn row(code: &mut Code, subject: &Subject<'_>) {
    let type_name = &subject.own.type_name;
    code.gap();
    match &subject.model.documentation {
        Some(text) => code.documentation(text),
        None => code.line(format!("/// A row of `{}`.", subject.model.name)),
    }
    code.line("#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]");
    code.block(format!("pub struct {type_name}"), |code| {
        for (field, name) in subject.fields() {
            if let Some(text) = &field.documentation {
                code.documentation(text);
            }
            renamed(code, field, name);
            code.line(format!("pub {name}: {},", subject.type_of(field)));
        }
    });
    code.gap();
    code.block(format!("impl sqlx::FromRow<'_, super::Row> for {type_name}"), |code| {
        code.block("fn from_row(row: &super::Row) -> sqlx::Result<Self>", |code| {
            code.block_ending("Ok(Self", "})", |code| {
                for (field, name) in subject.fields() {
                    reading(code, subject, field, name);
                }
            });
        });
    });
    code.gap();
    code.block(format!("impl super::Record for {type_name}"), |code| {
        let columns: Vec<_> =
            subject.model.fields.iter().map(|field| quoted(&field.column)).collect();
        code.assignment("const MODEL: &'static str", &literal(&subject.model.name));
        code.line("const TABLE: &'static str = TABLE;");
        code.assignment("const COLUMNS: &'static str", &literal(&columns.join(", ")));
    });
}

fn reading(code: &mut Code, subject: &Subject<'_>, field: &ClientField, name: &str) {
    let function = match (subject.stored(field), field.arity) {
        (None, Arity::Required | Arity::Optional) => "sqlx::Row::try_get".to_owned(),
        (None, Arity::List) => "super::many".to_owned(),
        (Some(stored), Arity::Required) => format!("super::one::<super::{stored}>"),
        (Some(stored), Arity::Optional) => format!("super::optional::<super::{stored}>"),
        (Some(stored), Arity::List) => format!("super::many_stored::<super::{stored}>"),
    };
    let arguments = ["row".to_owned(), literal(&field.column)];
    code.call(&format!("{name}: {function}"), &arguments, "?,");
}

/// What gives a column a value that is referred to by `reference`.
pub fn writing(
    code: &mut Code,
    subject: &Subject<'_>,
    field: &ClientField,
    name: &str,
    reference: &str,
) {
    let place = reference.trim_start_matches('&');
    let value = match (subject.stored(field), field.arity) {
        (None, Arity::Required | Arity::Optional) if types::is_copy(field.value) => {
            reference.strip_prefix('&').map_or_else(|| format!("*{reference}"), str::to_owned)
        }
        (None, _) => reference.to_owned(),
        (Some(stored), Arity::Required) => {
            format!("<super::{stored} as super::Stored>::of({reference})")
        }
        (Some(stored), Arity::Optional) => {
            format!("super::stored::<super::{stored}>({place}.as_ref())")
        }
        (Some(stored), Arity::List) => format!("super::all_stored::<super::{stored}>({reference})"),
    };
    code.call("values.set", &[constant(name), value], ";");
}

fn unique_key(code: &mut Code, subject: &Subject<'_>, key: &ClientKey, type_name: &str) {
    let model_type = &subject.own.type_name;
    let fields = subject.key_fields(key);
    // A key names a row: a column that may be NULL has a value in it.
    let required = |field: &ClientField| {
        let mut field = field.clone();
        if field.arity == Arity::Optional {
            field.arity = Arity::Required;
        }
        field
    };
    let words: Vec<_> = fields.iter().map(|(field, _)| format!("`{}`", field.name)).collect();
    code.gap();
    code.line(format!("/// A `{}` by {}.", subject.model.name, words.join(" and ")));
    code.line("#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]");
    code.block(format!("pub struct {type_name}"), |code| {
        for (field, name) in &fields {
            renamed(code, field, name);
            code.line(format!("pub {name}: {},", subject.type_of(&required(field))));
        }
    });
    code.gap();
    code.block(format!("impl super::Key<{model_type}> for {type_name}"), |code| {
        let columns: Vec<_> = fields.iter().map(|(_, name)| constant(name)).collect();
        code.array("const COLUMNS: &'static [&'static str] = &", &columns, ";");
        code.gap();
        code.block("fn write(&self, values: &mut super::Values)", |code| {
            for (field, name) in &fields {
                writing(code, subject, &required(field), name, &format!("&self.{name}"));
            }
        });
    });
    if !subject.is_cursor(key) {
        return;
    }
    code.gap();
    code.block(format!("impl super::Cursor<{model_type}> for {type_name}"), |code| {
        code.block(format!("fn of(row: &{model_type}) -> Self"), |code| {
            let values = fields.iter().map(|(field, name)| match types::is_copy(field.value) {
                true => format!("{name}: row.{name}"),
                false => format!("{name}: row.{name}.clone()"),
            });
            code.structure("Self", &values.collect::<Vec<_>>(), "");
        });
    });
}

const EXECUTOR: &str = "executor: impl sqlx::Executor<'e, Database = super::Database>";

/// A function of a model: what it is, and which function of the client does it.
struct Function<'a> {
    documentation: &'a str,
    name: &'a str,
    generics: &'a str,
    parameters: &'a [&'a str],
    answer: String,
    call: String,
}

fn functions(code: &mut Code, subject: &Subject<'_>) {
    let model = subject.model;
    let type_name = &subject.own.type_name;
    let (create, update) = (format!("Create{type_name}"), format!("Update{type_name}"));
    let result = |answer: &str| format!(" -> super::Result<{answer}>");
    let maybe = subject.optional("Self");
    let (rows, cursor) =
        (format!("{}<Self>", types::standard("Vec", type_name)), subject.optional("&K"));
    let keyed = !model.keys.is_empty();
    let listed = model.keys.iter().any(|key| subject.is_cursor(key));
    let writable = !model.view;
    let creatable = writable && model.unknown_required.is_none();
    let by_key = "'e, K: super::Key<Self>";
    let after = format!("after: {cursor}");
    let (input, changes) = (format!("input: &{create}"), format!("changes: &{update}"));
    let inputs = format!("rows: &[{create}]");
    let function = |documentation, name, generics, parameters, answer: &str, call: &str| Function {
        documentation,
        name,
        generics,
        parameters,
        answer: result(answer),
        call: call.to_owned(),
    };
    let create_many = ["connection: impl sqlx::Acquire<'c, Database = super::Database>", &inputs];
    let (find, list) = ([EXECUTOR, "key: &K"], [EXECUTOR, &after, "limit: i64"]);
    let (create, update) = ([EXECUTOR, &input], [EXECUTOR, "key: &K", &changes]);
    let upsert = [EXECUTOR, &input, &changes];
    let all = [
        (
            keyed,
            function(
                "The row of that key.",
                "find",
                by_key,
                &find,
                &maybe,
                "super::find(executor, key)",
            ),
        ),
        (
            listed,
            function(
                "The next rows along a key, from the first one or after that of another.",
                "list",
                "'e, K: super::Cursor<Self>",
                &list,
                &rows,
                "super::list(executor, after, limit)",
            ),
        ),
        (
            !listed,
            function(
                "All rows, in no order.",
                "all",
                "'e",
                &find[..1],
                &rows,
                "super::all(executor)",
            ),
        ),
        (
            true,
            function(
                "How many rows there are.",
                "count",
                "'e",
                &find[..1],
                "i64",
                "super::count::<Self>(executor)",
            ),
        ),
        (
            creatable,
            function(
                "Adds a row, and answers it with what the database filled in.",
                "create",
                "'e",
                &create,
                "Self",
                "super::create(executor, input)",
            ),
        ),
        (
            creatable,
            function(
                "Adds all of these rows or none, and answers how many.",
                "create_many",
                "'c",
                &create_many,
                "u64",
                "super::create_many::<Self, _>(connection, rows)",
            ),
        ),
        (
            writable && keyed,
            function(
                "Changes the row of that key, and answers it.",
                "update",
                by_key,
                &update,
                "Self",
                "super::update(executor, key, changes)",
            ),
        ),
        (
            creatable && keyed,
            function(
                "Adds a row, or changes the one with the same key.",
                "upsert",
                by_key,
                &upsert,
                "Self",
                "super::upsert::<Self, K>(executor, input, changes)",
            ),
        ),
        (
            writable && keyed,
            function(
                "Takes the row of that key out, and answers it.",
                "delete",
                by_key,
                &find,
                "Self",
                "super::delete(executor, key)",
            ),
        ),
    ];
    code.gap();
    code.block(format!("impl {type_name}"), |code| {
        for (_, each) in all.iter().filter(|(wanted, _)| *wanted) {
            code.gap();
            code.documentation(each.documentation);
            code.documentation("\n# Errors\n\nWhat the database answers, constraints told apart.");
            let parameters: Vec<_> =
                each.parameters.iter().map(|each| (*each).to_owned()).collect();
            let before = format!("pub async fn {}<{}>", each.name, each.generics);
            code.function(&before, &parameters, &each.answer, |code| {
                code.line(format!("{}.await", each.call));
            });
        }
    });
    if let Some(column) = &model.unknown_required {
        code.gap();
        code.line(format!("// No row can be created: this client does not know `{column}`."));
    }
}
