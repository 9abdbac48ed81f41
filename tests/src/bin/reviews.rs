//! What the browser tests compare the page with. In: a file to write (first argument) and a corpus (second,
//! where there is one). Out, as JSON: the migrations of the gallery and of twenty steps of the corpus, each
//! with its files, those of the migration before it, and the review that the native planner makes of them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "this program is a test: a panic is how it reports"
)]

use comon_tests::planning::Migration;
use comon_tests::{artifacts, corpus, gallery, generate};
use planner_core::artifact::ArtifactFiles;
use planner_core::provider::Provider;
use planner_wasm::answer;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// How many steps of the corpus are taken.
const STEPS: usize = 20;

/// The sizes of the schemas that key strokes are measured on.
const SIZES: [usize; 3] = [10, 200, 1_000];

fn main() {
    let mut arguments = std::env::args_os().skip(1);
    let output = arguments.next().expect("the first argument names the file to write");
    let mut examples = Vec::new();
    for example in gallery::names() {
        let mut previous = Value::Null;
        let mut migrations = Vec::new();
        for (name, files) in gallery::migrations(&example) {
            let own = input(&name, &files);
            migrations.push(reviewed(&own, &previous));
            previous = own;
        }
        examples.push(json!({ "id": example, "migrations": migrations }));
    }
    let steps = arguments.next().map(|folder| from_corpus(Path::new(&folder)));
    let drafts = SIZES.map(|models| {
        let versions = generate::versions(Provider::Postgresql, models, 1);
        json!({ "models": models, "before": versions.before, "after": versions.after })
    });
    let all = json!({ "gallery": examples, "corpus": steps, "drafts": drafts });
    fs::write(&output, all.to_string()).expect("the file can be written");
    println!(
        "{} examples, {} steps of the corpus",
        gallery::names().len(),
        all["corpus"].as_array().map_or(0, Vec::len)
    );
}

fn input(name: &str, files: &ArtifactFiles) -> Value {
    let files: Vec<Value> = artifacts::texts(files)
        .into_iter()
        .map(|(path, text)| json!({ "path": path, "text": text }))
        .collect();
    json!({ "name": name, "files": files })
}

fn reviewed(migration: &Value, previous: &Value) -> Value {
    let request = json!({ "migration": migration, "previous": previous });
    let view = answer::review(serde_json::from_value(request).expect("a request"));
    json!({ "migration": migration, "previous": previous, "view": view })
}

/// The first steps that change something, one or two of each project.
fn from_corpus(folder: &Path) -> Vec<Value> {
    let mut rounds: Vec<Vec<Value>> = vec![Vec::new(), Vec::new()];
    for (project, versions) in corpus::histories(folder) {
        let pairs = versions.windows(2).filter_map(|pair| {
            let [before, after] = pair else { return None };
            let migration = Migration {
                provider: corpus::provider_of(after).ok()?,
                before: Some(before.clone()),
                after: after.clone(),
                hints: Vec::new(),
            };
            let name = format!(
                "20261120090000_{}",
                project.replace(|each: char| !each.is_ascii_alphanumeric(), "_")
            );
            let files = artifacts::of(&migration, &name).ok()?;
            (!files.migration_sql.as_ref()?.is_empty())
                .then(|| reviewed(&input(&name, &files), &Value::Null))
        });
        for (round, step) in rounds.iter_mut().zip(pairs) {
            round.push(step);
        }
    }
    rounds.into_iter().flatten().take(STEPS).collect()
}
