//! Clients of many schemas, written as modules of a crate that is then compiled: those of the examples, of
//! hostile names, of generated schemas, of cases, and of a corpus (second argument, where there is one). In: the
//! folder to write to (first argument), which is made anew. Out: folders `part_0`, `part_1`, … of a few megabytes, so
//! that a compiler has memory enough for each; in a part a file a client, and `all.rs` with them all.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "this program is a test: a panic is how it reports"
)]

use comon_tests::{case, corpus, generate};
use executor::generate::client::client;
use executor::generate::output::Layout;
use executor::generate::rust;
use planner_core::provider::Provider;
use planner_core::schema;
use planner_core::source::Sources;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Cases are alike: of each so many one is taken.
const EVERY: usize = 20;

/// How many models the generated schemas have.
const MODELS: usize = 8;

/// A part holds clients of so many bytes together, or one that is larger.
const PART: usize = 4_000_000;

fn main() {
    let mut arguments = std::env::args_os().skip(1);
    let folder = PathBuf::from(arguments.next().expect("the first argument names a folder"));
    let mut schemas = own();
    if let Some(corpus) = arguments.next() {
        let corpus = corpus::schemas(Path::new(&corpus)).into_iter();
        schemas.extend(corpus.map(|schema| (schema.name, schema.text)));
    }
    fs::remove_dir_all(&folder).ok();
    let mut part = Part::default();
    let (mut written, mut refused, mut bytes) = (0, 0, 0);
    let mut largest = (0, String::new());
    for (index, (name, text)) in schemas.iter().enumerate() {
        let began = Instant::now();
        let checked = schema::check(&Sources::single("schema.prisma", text));
        let Some(schema) = checked.schema else {
            println!("refused  {name}: it is invalid");
            refused += 1;
            continue;
        };
        let files = match rust::files(&client(&schema), Layout::File) {
            Ok(files) => files,
            Err(error) => {
                println!("refused  {name}: {}", error.details.join(" "));
                refused += 1;
                continue;
            }
        };
        let took = began.elapsed();
        let client = &files.first().expect("a client is a file").text;
        if part.bytes > 0 && part.bytes + client.len() > PART {
            part = Part { number: part.number + 1, ..Part::default() };
        }
        part.add(&folder, index, client);
        written += 1;
        bytes += client.len();
        if client.len() > largest.0 {
            let words = format!(
                "{name}: {} kB of schema read and written as {} kB in {took:.1?}",
                text.len() / 1000,
                client.len() / 1000
            );
            largest = (client.len(), words);
        }
    }
    println!(
        "{written} clients of {} kB in {} parts; {refused} schemas refused",
        bytes / 1000,
        part.number + 1
    );
    println!("the largest is that of {}", largest.1);
    assert!(written >= 20, "too few clients to tell anything");
}

/// Clients that are compiled together.
#[derive(Default)]
struct Part {
    number: usize,
    bytes: usize,
    /// The modules of all its clients.
    all: String,
}

impl Part {
    /// Writes one more.
    fn add(&mut self, folder: &Path, index: usize, client: &str) {
        let folder = folder.join(format!("part_{}", self.number));
        fs::create_dir_all(&folder).expect("the folder is made");
        let path = folder.join(format!("client_{index}.rs"));
        fs::write(&path, client).expect("the client is written");
        let module = format!("#[path = {path:?}]\npub mod client_{index};\n");
        self.all.push_str(&module);
        self.bytes += client.len();
        fs::write(folder.join("all.rs"), &self.all).expect("the list of clients is written");
    }
}

/// What this repository has, by name.
fn own() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |path: &str| fs::read_to_string(root.join(path)).expect("the schema is read");
    let files = [
        "examples/blog/schema.prisma",
        "examples/shop/schema.prisma",
        "tests/clients/kinds.prisma",
    ];
    let mut schemas: Vec<_> = files.map(|path| (path.to_owned(), read(path))).into();
    let hostile = read("tests/clients/hostile.prisma");
    let on_sqlite = hostile.replace("\"postgresql\"", "\"sqlite\"");
    schemas.push(("hostile names (postgresql)".to_owned(), hostile));
    schemas.push(("hostile names (sqlite)".to_owned(), on_sqlite));
    for provider in [Provider::Postgresql, Provider::Sqlite] {
        for seed in 1..3 {
            let name = format!("generated {seed} ({provider})");
            schemas.push((name, generate::versions(provider, MODELS, seed).after));
        }
        let cases = case::all(provider).into_iter().step_by(EVERY);
        schemas.extend(cases.map(|case| (format!("{} ({provider})", case.name), case.after)));
    }
    schemas
}
