//! The same question gives the same bytes, natively and in WebAssembly. In: the planner's module
//! for Node.js (first argument), and a corpus (second, where there is one). Asks both for all
//! cases and for all schemas and steps of the corpus, and compares the answers byte by byte.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "this program is a test: a panic is how it reports"
)]

use comon_tests::planning::Migration;
use comon_tests::{artifacts, case, corpus};
use planner_core::planner::drafts::Drafts;
use planner_core::provider::Provider;
use planner_core::review::render::Format;
use planner_wasm::answer;
use planner_wasm::request::FileInput;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

/// A question to both planners.
#[derive(Clone)]
struct Question {
    /// For people: which case, which database.
    name: String,
    call: &'static str,
    input: Value,
}

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let module = arguments.next().expect("the first argument names the module for Node.js");
    let mut questions = from_cases();
    assert!(!questions.is_empty(), "there is no case to compare");
    if let Some(corpus) = arguments.next() {
        questions.extend(from_corpus(Path::new(&corpus)));
    }

    let wasm = answers_of_wasm(Path::new(&module), &questions);
    assert_eq!(wasm.len(), questions.len(), "one answer a question");
    let (mut passed, mut failed, mut bytes) = (0, 0, 0);
    for (question, wasm) in questions.iter().zip(&wasm) {
        let native = answer_natively(question);
        bytes += native.len();
        if native == *wasm {
            passed += 1;
        } else {
            failed += 1;
            println!("{} of {} differs", question.call, question.name);
            println!("    native {native}\n    wasm   {wasm}");
        }
    }
    println!("{} answers, {bytes} bytes compared", questions.len());
    println!("{passed} passed, {failed} failed");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Every case on every database that it is for: its schemas, and its migration as it is reviewed.
fn from_cases() -> Vec<Question> {
    let cases = [Provider::Postgresql, Provider::Sqlite].map(case::all).into_iter().flatten();
    let mut other: Option<Vec<Question>> = None;
    let questions = cases.flat_map(|case| {
        let name = format!("{} ({})", case.name, case.provider);
        let mut all = of_schemas(&name, case.before.as_deref(), &case.after, &case.hints).to_vec();
        let migration = Migration::from(&case);
        let strokes = of_strokes(&name, &migration);
        all.extend(strokes.clone());
        // Somebody who edits two at once: what is kept of one must not show in the other.
        let both = other.replace(strokes.clone()).unwrap_or_default().into_iter().zip(strokes);
        all.extend(both.flat_map(|(one, two)| [one, two]));
        all.extend(of_migration(&name, &migration));
        all.extend(of_forms(&name, &migration));
        all
    });
    let explained = Question { name: "all rules".to_owned(), call: "explain", input: Value::Null };
    let settings = [CONFIGURATION, "{ \"level\": {} }", "{ \"naming\": { \"tables\": 1 } }"];
    let settings = settings.map(|text| Question {
        name: text.to_owned(),
        call: "settings",
        input: json!({ "configuration": text, "today": TODAY }),
    });
    questions.chain([explained]).chain(settings).collect()
}

/// What a comon.toml may say, as both are given it.
const CONFIGURATION: &str = r#"{
    "levels": { "breaks-old-application": "gate", "blocks-writes": "silent" },
    "naming": { "tables": "snake_case", "columns": "/^[a-z]{1,4}$/", "indexes": "/_(idx|key)$/" },
    "allow": [
        { "rule": "drops-default", "reason": "nobody inserts", "expires": "2099-12-31" },
        { "rule": "drops-index", "reason": "over", "expires": "2020-12-31" }
    ],
    "external": ["audit_*"],
    "target_version": "16"
}"#;

/// The day of the questions.
const TODAY: &str = "2026-11-20";

/// Every schema of a corpus, planned from an empty database, and every step of its histories.
fn from_corpus(folder: &Path) -> Vec<Question> {
    let mut questions = Vec::new();
    for schema in corpus::schemas(folder) {
        questions.extend(of_schemas(&schema.name, None, &schema.text, &[]));
    }
    for (project, versions) in corpus::histories(folder) {
        for (index, pair) in versions.windows(2).enumerate() {
            let [before, after] = pair else { continue };
            let Ok(provider) = corpus::provider_of(after) else { continue };
            let migration = Migration {
                provider,
                before: Some(before.clone()),
                after: after.clone(),
                hints: Vec::new(),
            };
            questions.extend(of_migration(&format!("{project}, step {index}"), &migration));
        }
    }
    questions
}

fn of_schemas(name: &str, before: Option<&str>, after: &str, hints: &[String]) -> [Question; 4] {
    let files = |text: &str| json!([{ "path": "schema.prisma", "text": text }]);
    let question = |call, input| Question { name: name.to_owned(), call, input };
    let plan = json!({ "before": before.map(files), "after": files(after), "hints": hints });
    let draft = json!({ "before": before.unwrap_or_default(), "after": after, "hints": hints });
    [
        question("plan", plan),
        question("draft", draft),
        question("check", files(after)),
        question("format", json!(after)),
    ]
}

/// A draft while somebody types: the same schema before again and again, with schemas after that are
/// right, broken, and right again.
fn of_strokes(name: &str, migration: &Migration) -> Vec<Question> {
    let before = migration.before.as_deref().unwrap_or_default();
    let after = &migration.after;
    let texts = [
        after.clone(),
        format!("// x\n{after}"),
        format!("{after}\nmodel Unclosed {{\n  id In"),
        format!("{before}\nmodel AddedByTyping {{\n  id Int @id\n}}\n"),
        after.clone(),
    ];
    let strokes = texts.into_iter().enumerate().map(|(index, text)| Question {
        name: format!("{name}, key stroke {index}"),
        call: "draft",
        input: json!({ "before": before, "after": text, "hints": migration.hints }),
    });
    strokes.collect()
}

/// A migration's files as they are written, reviewed alone and as a change of an empty project.
/// Nothing where the planner refuses it: `plan` compares what it says.
fn of_migration(name: &str, migration: &Migration) -> Vec<Question> {
    let Some((own, change)) = written_out(migration) else { return Vec::new() };
    let question = |call, input| Question { name: name.to_owned(), call, input };
    let options = json!({ "configuration": CONFIGURATION, "today": TODAY });
    vec![
        question("review", json!({ "migration": own })),
        question("review", json!({ "migration": own, "options": options })),
        question("reviewChange", change),
    ]
}

/// The same change in each form that a review is rendered in.
fn of_forms(name: &str, migration: &Migration) -> Vec<Question> {
    let Some((_, change)) = written_out(migration) else { return Vec::new() };
    let placement = json!({ "schema": "prisma/schema.prisma", "migrations": "prisma/migrations" });
    let forms = Format::ALL.map(|(format, _)| Question {
        name: format!("{name} as {format}"),
        call: "render",
        input: json!({ "change": change, "format": format, "placement": placement }),
    });
    forms.into()
}

/// A migration's files, and these as a change of an empty project.
fn written_out(migration: &Migration) -> Option<(Value, Value)> {
    let folder = "20261120090000_change";
    let files = artifacts::of(migration, folder).ok()?;
    let files: Vec<Value> = artifacts::texts(&files)
        .into_iter()
        .map(|(path, text)| json!({ "path": path, "text": text }))
        .collect();
    let own = json!({ "name": folder, "files": files });
    let schema = json!([{ "path": "schema.prisma", "text": migration.after }]);
    let change =
        json!({ "base": { "migrations": [] }, "head": { "migrations": [own], "schema": schema } });
    Some((own, change))
}

fn answer_natively(question: &Question) -> String {
    let input = &question.input;
    match question.call {
        "plan" => written(&answer::plan(read(input))),
        // As if it were the first: the module has answered others before.
        "draft" => written(&answer::draft(&mut Drafts::default(), &read(input))),
        "review" => written(&answer::review(read(input))),
        "reviewChange" => written(&answer::review_change(read(input))),
        "render" => written(&answer::render(read(input)).expect("a format")),
        "settings" => written(&answer::settings(&read(input))),
        "explain" => written(&answer::explain(None)),
        "check" => written(&answer::check(read::<Vec<FileInput>>(input))),
        "format" => written(&answer::format(input.as_str().expect("a text"))),
        other => panic!("nothing answers `{other}`"),
    }
}

fn read<T: DeserializeOwned>(input: &Value) -> T {
    serde_json::from_value(input.clone()).expect("a request")
}

fn written<T: Serialize>(view: &T) -> String {
    serde_json::to_string(view).expect("an answer is plain data")
}

fn answers_of_wasm(module: &Path, questions: &[Question]) -> Vec<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../planner-wasm/parity/answer.cjs");
    let mut node = Command::new("node")
        .arg(script)
        .arg(module)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Node.js starts");
    // It answers only after it has read everything, so writing first cannot block both.
    let mut input = node.stdin.take().expect("its standard input");
    for question in questions {
        let line = json!({ "call": question.call, "input": question.input });
        writeln!(input, "{line}").expect("Node.js reads all questions");
    }
    drop(input);
    let output = node.wait_with_output().expect("Node.js ends");
    assert!(output.status.success(), "Node.js ended with {}", output.status);
    let text = String::from_utf8(output.stdout).expect("answers are text");
    text.lines().map(str::to_owned).collect()
}
