//! A client -> files of Rust over sqlx: one file, or a folder with a file a model. Formatted as
//! rustfmt's defaults have it, and the same for the same schema.

mod code;
mod enums;
mod inputs;
mod model;
mod names;
mod types;

use crate::error::Error;
use crate::generate::client::Client;
use crate::generate::output::{Layout, OutputFile};
use code::{Code, literal};
use model::Subject;
use names::Names;
use planner_core::provider::Provider;
use std::collections::BTreeSet;

/// What linters say of code that is not written by hand: not every function is called, texts of the
/// schema become documentation as they are, and names are those of the schema.
const ALLOWED: [&str; 5] = [
    "dead_code",
    "clippy::doc_lazy_continuation",
    "clippy::doc_overindented_list_items",
    "clippy::enum_variant_names",
    "clippy::module_inception",
];

/// The files of a client.
///
/// # Errors
///
/// `clashing-names`.
pub fn files(client: &Client, layout: Layout) -> Result<Vec<OutputFile>, Error> {
    let names = Names::of(client)?;
    let subjects: Vec<_> = Subject::all(client, &names).collect();
    let mut root = Code::default();
    head(&mut root, client);
    let mut files = Vec::new();
    let mut part = |root: &mut Code, name: &str, about: &str, write: &dyn Fn(&mut Code)| {
        root.gap();
        root.line(format!("/// {about}"));
        match layout {
            Layout::File => root.block(format!("pub mod {name}"), |code| write(code)),
            Layout::Folder => {
                root.line(format!("pub mod {name};"));
                let mut code = Code::default();
                code.line(format!("//! {about}"));
                code.line("//!");
                code.line("//! Written by `comon generate`: changes are lost.");
                code.gap();
                write(&mut code);
                let path = format!("{}.rs", name.trim_start_matches("r#"));
                files.push(OutputFile { path, text: code.finish() });
            }
        }
    };
    if !client.enums.is_empty() {
        part(&mut root, "enums", "The enums of the schema.", &|code| {
            for (each, names) in client.enums.iter().zip(&names.enums) {
                enums::write(code, each, names, client.provider);
            }
        });
    }
    for subject in &subjects {
        let kind = if subject.model.view { "View" } else { "Model" };
        let about = format!("{kind} `{}`.", subject.model.name);
        part(&mut root, &subject.own.module, &about, &|code| model::write(code, subject));
    }
    constraints(&mut root, client);
    let mut root = root.finish();
    for text in runtime(client, &subjects) {
        root.push('\n');
        root.push_str(text);
    }
    let path = match layout {
        Layout::File => String::new(),
        Layout::Folder => "mod.rs".to_owned(),
    };
    files.insert(0, OutputFile { path, text: root });
    Ok(files)
}

fn head(code: &mut Code, client: &Client) {
    let values = client.models.iter().flat_map(|model| &model.fields).map(|field| field.value);
    let dependencies: BTreeSet<_> =
        values.filter_map(|value| types::dependency(value, client.provider)).collect();
    let provider = match client.provider {
        Provider::Postgresql => "postgres",
        Provider::Sqlite => "sqlite",
    };
    let features = dependencies.iter().filter_map(|each| each.feature);
    let features: Vec<_> =
        std::iter::once(provider).chain(features).map(|each| format!("\"{each}\"")).collect();
    code.line("//! The client of schema.prisma, over sqlx.");
    code.line("//!");
    code.line("//! Written by `comon generate`: changes are lost. It needs, in Cargo.toml:");
    code.line("//!");
    code.line("//! ```toml");
    code.line(r#"//! serde = { version = "1", features = ["derive"] }"#);
    code.line(format!(r#"//! sqlx = {{ version = "0.9", features = [{}] }}"#, features.join(", ")));
    for each in &dependencies {
        code.line(format!("//! {}", each.line));
    }
    code.line("//! ```");
    code.gap();
    for lint in ALLOWED {
        code.line(format!("#![allow({lint})]"));
    }
}

fn constraints(code: &mut Code, client: &Client) {
    let strings = |list: &[String]| list.iter().map(|each| literal(each)).collect::<Vec<String>>();
    code.gap();
    code.line("/// Every unique constraint of the schema.");
    let uniques: Vec<_> = client
        .models
        .iter()
        .flat_map(|model| model.uniques.iter().map(move |unique| (model, unique)))
        .collect();
    code.structures("pub static UNIQUES: &[Unique] = &", "Unique", &uniques, |code, each| {
        let (model, unique) = each;
        let known_as = match (client.provider, &unique.constraint) {
            (Provider::Postgresql, Some(name)) => name.clone(),
            (Provider::Postgresql | Provider::Sqlite, _) => {
                let columns = unique.columns.iter();
                let columns = columns.map(|column| format!("{}.{column}", model.table));
                columns.collect::<Vec<_>>().join(", ")
            }
        };
        code.line(format!("model: {},", literal(&model.name)));
        code.array("fields: &", &strings(&unique.fields), ",");
        code.line(format!("table: {},", literal(&model.table)));
        code.line(format!("known_as: {},", literal(&known_as)));
    });
    code.gap();
    code.line("/// Every foreign key of the schema.");
    let references: Vec<_> = client
        .models
        .iter()
        .flat_map(|model| model.references.iter().map(move |reference| (model, reference)))
        .collect();
    let keys = "pub static FOREIGN_KEYS: &[ForeignKey] = &";
    code.structures(keys, "ForeignKey", &references, |code, (model, key)| {
        code.line(format!("model: {},", literal(&model.name)));
        code.array("fields: &", &strings(&key.fields), ",");
        code.line(format!("references: {},", literal(&key.model)));
        code.line(format!("table: {},", literal(&model.table)));
        code.line(format!("constraint: {},", literal(&key.constraint)));
    });
}

/// The texts that are the same for every schema, as far as this one needs them.
fn runtime(client: &Client, subjects: &[Subject<'_>]) -> Vec<&'static str> {
    let mut texts = vec![include_str!("runtime/common.rs.in")];
    texts.push(match client.provider {
        Provider::Postgresql => include_str!("runtime/postgres.rs.in"),
        Provider::Sqlite => include_str!("runtime/sqlite.rs.in"),
    });
    let values = client.models.iter().flat_map(|model| &model.fields).map(|field| field.value);
    let stored: BTreeSet<_> =
        values.filter_map(|value| types::stored(value, client.provider)).collect();
    texts.extend(stored.iter().map(|each| each.text));
    let identifiers = subjects.iter().flat_map(inputs::identifiers);
    for text in identifiers.flat_map(|(kind, value)| types::identifier_texts(kind, value)) {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}
