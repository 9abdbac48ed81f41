//! The same question gives the same bytes, natively and in WebAssembly. In: the planner's module
//! for Node.js (first argument), and a corpus (second, where there is one). Asks both for all
//! cases and all schemas of the corpus and compares the answers byte by byte.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "this program is a test: a panic is how it reports"
)]

use comon_tests::case;
use planner_core::provider::Provider;
use planner_wasm::answer;
use planner_wasm::request::{FileInput, PlanInput};
use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

/// A question to both planners.
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

/// Every case on every database that it is for: plan, check and format.
fn from_cases() -> Vec<Question> {
    let cases = [Provider::Postgresql, Provider::Sqlite].map(case::all).into_iter().flatten();
    let questions = cases.flat_map(|case| {
        let name = format!("{} ({})", case.name, case.provider);
        of_schemas(&name, case.before.as_deref(), &case.after, &case.hints)
    });
    questions.collect()
}

/// Every schema of a corpus, planned from an empty database.
fn from_corpus(folder: &Path) -> Vec<Question> {
    let entries = fs::read_dir(folder.join("schemas")).expect("the corpus has schemas");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "prisma"));
    paths.sort();
    let questions = paths.iter().filter(|path| path.is_file()).flat_map(|path| {
        let text = fs::read_to_string(path).expect("a schema is text");
        of_schemas(&path.display().to_string(), None, &text, &[])
    });
    questions.collect()
}

fn of_schemas(name: &str, before: Option<&str>, after: &str, hints: &[String]) -> [Question; 3] {
    let files = |text: &str| json!([{ "path": "schema.prisma", "text": text }]);
    let question = |call, input| Question { name: name.to_owned(), call, input };
    let plan = json!({ "before": before.map(files), "after": files(after), "hints": hints });
    [question("plan", plan), question("check", files(after)), question("format", json!(after))]
}

fn answer_natively(question: &Question) -> String {
    let input = question.input.clone();
    let text = match question.call {
        "plan" => {
            let input: PlanInput = serde_json::from_value(input).expect("a request");
            serde_json::to_string(&answer::plan(input))
        }
        "check" => {
            let input: Vec<FileInput> = serde_json::from_value(input).expect("files");
            serde_json::to_string(&answer::check(input))
        }
        "format" => serde_json::to_string(&answer::format(input.as_str().expect("a text"))),
        other => panic!("nothing answers `{other}`"),
    };
    text.expect("an answer is plain data")
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
