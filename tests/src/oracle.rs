//! Prisma's own validator and formatter, asked by the tests. In: schema texts. Out: the problems
//! that it sees, or its formatting. Knows nothing of our own verdict.
//!
//! Three releases are at hand. **6.19 decides**: it is the last one that takes schemas as people
//! wrote them for years. 5.22 and 7 only tell where Prisma disagrees with itself. The datasource
//! needs a `url` up to 6 and may have none since 7, so a question is adapted to the release first:
//! see [`Version::adapted`]. The packages are those of `tests/oracle/package.json`, which
//! `cargo xtask setup` installs beside the PostgreSQL servers; Node.js runs them.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A release of Prisma.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// 5.22.
    Five,
    /// 6.19: the one that decides.
    Six,
    /// 7.10.
    Seven,
}

/// A problem that Prisma sees. Offsets count bytes of the text that was asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file's name, as it was given.
    pub file: String,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Prisma's words.
    pub text: String,
}

/// What Prisma says of a schema.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verdict {
    /// Why it refuses the schema; none where it accepts it.
    pub errors: Vec<Problem>,
    /// What it only remarks.
    pub warnings: Vec<Problem>,
    /// Its last words, where the wasm build itself gave up over the question.
    pub panic: Option<String>,
}

impl Verdict {
    /// Whether the schema can be used.
    pub fn accepts(&self) -> bool {
        self.errors.is_empty() && self.panic.is_none()
    }

    /// The errors in one line, for tables.
    pub fn words(&self) -> String {
        let errors = self.errors.iter().map(|each| each.text.replace('\n', " "));
        let panic = self.panic.iter().map(|text| format!("panic: {text}"));
        errors.chain(panic).collect::<Vec<_>>().join(" | ")
    }
}

impl Version {
    /// All of them, oldest first.
    pub const ALL: [Self; 3] = [Self::Five, Self::Six, Self::Seven];

    fn number(self) -> u32 {
        match self {
            Self::Five => 5,
            Self::Six => 6,
            Self::Seven => 7,
        }
    }

    /// The text with the `url` that this release needs in the datasource and without one that it
    /// does not take. Every other byte of a line stays; lines are added or removed whole.
    pub fn adapted(self, text: &str) -> String {
        let mut adapted = String::with_capacity(text.len() + 40);
        let (mut inside, mut has_url) = (false, false);
        for line in text.split_inclusive('\n') {
            let first = line.trim_start();
            let word = first.split(|each: char| !each.is_alphanumeric()).next().unwrap_or_default();
            if inside && first.starts_with('}') {
                if !has_url && self != Self::Seven {
                    adapted.push_str("  url = \"oracle://\"\n");
                }
                inside = false;
            } else if word.starts_with("datasource") && first.contains('{') {
                (inside, has_url) = (true, false);
            } else if inside && matches!(word, "url" | "directUrl" | "shadowDatabaseUrl") {
                has_url |= word == "url";
                if self == Self::Seven {
                    continue;
                }
            }
            adapted.push_str(line);
        }
        adapted
    }
}

/// A running Node.js process that answers one question at a time.
#[derive(Debug)]
pub struct Oracle {
    process: Child,
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Oracle {
    /// Whether its packages are installed here.
    pub fn installed() -> bool {
        folder().is_some()
    }

    /// Starts one.
    ///
    /// # Panics
    ///
    /// Where its packages or Node.js are missing: a test that asks it fails without it.
    pub fn start() -> Self {
        let folder = folder().unwrap_or_else(|| {
            panic!("Prisma's validator is not installed here: run `cargo xtask setup`")
        });
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("oracle/server.cjs");
        let mut process = Command::new("node")
            .arg(script)
            .arg(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Node.js runs Prisma's validator: see `cargo xtask setup`");
        let questions = process.stdin.take();
        let answers = BufReader::new(process.stdout.take().expect("its output is piped"));
        Self { process, questions, answers }
    }

    /// The verdict of a release on files that are one schema, each a name and a text. The texts
    /// are taken as they are: see [`Version::adapted`].
    pub fn validate(&mut self, version: Version, files: &[(&str, &str)]) -> Verdict {
        let answer = self.ask(&json!({
            "op": "validate",
            "version": version.number(),
            "files": files,
        }));
        let mut verdict =
            Verdict { panic: answer["panic"].as_str().map(str::to_owned), ..Verdict::default() };
        for each in answer["diagnostics"].as_array().into_iter().flatten() {
            let offset = |name: &str| each[name].as_u64().expect("an offset") as usize;
            let text = |name: &str| each[name].as_str().expect("a text").to_owned();
            let problem = Problem {
                file: text("file"),
                start: offset("start"),
                end: offset("end"),
                text: text("text"),
            };
            let warning = each["warning"].as_bool().expect("a boolean");
            if warning { &mut verdict.warnings } else { &mut verdict.errors }.push(problem);
        }
        verdict
    }

    /// The verdict of 6.19, which decides, on one file: with a `url` where none is there.
    pub fn decide(&mut self, text: &str) -> Verdict {
        self.validate(Version::Six, &[("schema.prisma", &Version::Six.adapted(text))])
    }

    /// The text as a release formats it, with two spaces; `Err` holds its last words where the
    /// wasm build gave up.
    ///
    /// # Errors
    ///
    /// The wasm build gave up over this text.
    pub fn format(&mut self, version: Version, text: &str) -> Result<String, String> {
        let answer =
            self.ask(&json!({ "op": "format", "version": version.number(), "text": text }));
        match answer["text"].as_str() {
            Some(text) => Ok(text.to_owned()),
            None => Err(answer["panic"].as_str().unwrap_or_default().to_owned()),
        }
    }

    fn ask(&mut self, question: &Value) -> Value {
        let pipe = self.questions.as_mut().expect("it is open until the end");
        writeln!(pipe, "{question}").expect("the oracle takes a question");
        pipe.flush().expect("the oracle takes a question");
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("the oracle answers");
        serde_json::from_str(&line)
            .unwrap_or_else(|_| panic!("the oracle ended; its words are above: {line}"))
    }
}

impl Drop for Oracle {
    fn drop(&mut self) {
        // The end of its input ends the process.
        drop(self.questions.take());
        let _ = self.process.wait();
    }
}

/// Where `cargo xtask setup` put the packages: below `COMON_TEST_TOOLS` where that is set, else in
/// the target folder, above the running test binary.
fn folder() -> Option<PathBuf> {
    let program = std::env::current_exe().unwrap_or_default();
    let named = std::env::var_os("COMON_TEST_TOOLS").map(PathBuf::from);
    let tools = named.into_iter().chain(program.ancestors().map(|each| each.join("test-tools")));
    let mut folders = tools.map(|tools| tools.join("oracle"));
    folders.find(|folder| folder.join("node_modules/prisma-schema-6").is_dir())
}
