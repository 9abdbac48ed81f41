//! The probes under `tests/probes`: small schemas, each about one rule, and the verdict that is
//! expected of comon. Files -> [`Probe`] values, and back with what comon says today. Knows nothing
//! of how a schema is judged.
//!
//! A file begins with a sentence about it. `### name flags` heads a probe, its schema follows, and
//! lines of `--- ` hold what is expected. A probe is asked once for each provider, under a
//! datasource of its own; the flags `postgresql` and `sqlite` ask it for that one alone, `own` says
//! that the text brings what datasource it wants. `crlf` and `cr` end its lines so, `unterminated`
//! takes the last line end away. A line `//// b.prisma` begins a file of that name.

use planner_core::provider::Provider;
use std::fs;
use std::path::{Path, PathBuf};

/// One schema under one datasource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// `topic/probe`.
    pub name: String,
    /// `postgresql`, `sqlite` or `own`.
    pub datasource: &'static str,
    /// Name and text of each file; the datasource is one of its own.
    pub files: Vec<(String, String)>,
    /// What the file expects, line by line.
    pub expected: Vec<String>,
}

/// A probe as it stands in its file.
#[derive(Debug, Clone)]
struct Probe {
    head: String,
    body: String,
    expected: Vec<String>,
}

/// A file of probes.
#[derive(Debug, Clone)]
pub struct ProbeFile {
    path: PathBuf,
    topic: String,
    preface: String,
    probes: Vec<Probe>,
}

/// Where they lie.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("probes")
}

/// Every file of probes, by name.
pub fn all() -> Vec<ProbeFile> {
    let entries = fs::read_dir(folder()).expect("the folder of probes");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "probes"));
    paths.sort();
    paths.into_iter().map(ProbeFile::read).collect()
}

impl ProbeFile {
    fn read(path: PathBuf) -> Self {
        let text = fs::read_to_string(&path).expect("a file of probes");
        let topic = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let mut parts = text.split("\n### ");
        let preface = parts.next().unwrap_or_default().to_owned();
        let probes = parts.map(|part| {
            let (head, rest) = part.split_once('\n').unwrap_or((part, ""));
            let is_expected = |line: &&str| line.starts_with("--- ");
            let lines: Vec<&str> = rest.split_inclusive('\n').collect();
            let body: String = lines.iter().copied().filter(|line| !is_expected(line)).collect();
            let expected = lines.iter().copied().filter(is_expected);
            Probe {
                head: head.to_owned(),
                // One empty line stands between two probes.
                body: format!("{}\n", body.trim_end_matches('\n')),
                expected: expected.map(|line| line.trim_end().to_owned()).collect(),
            }
        });
        Self { probes: probes.collect(), path, topic, preface }
    }

    /// What is to be asked, in the order of the file.
    pub fn questions(&self) -> Vec<Question> {
        self.probes.iter().flat_map(|probe| probe.questions(&self.topic)).collect()
    }

    /// The file with what is expected taken from `verdict`, for each question.
    pub fn with_expected(&self, verdict: impl Fn(&Question) -> Vec<String>) -> String {
        let mut text = self.preface.clone();
        for probe in &self.probes {
            text.push_str(&format!(
                "\n### {}\n{}",
                probe.head,
                probe.body.trim_start_matches('\n')
            ));
            for question in probe.questions(&self.topic) {
                for line in verdict(&question) {
                    text.push_str(&line);
                    text.push('\n');
                }
            }
        }
        text
    }

    /// Writes the file anew.
    pub fn write(&self, text: &str) {
        fs::write(&self.path, text).expect("a file of probes can be written");
    }
}

impl Probe {
    fn questions(&self, topic: &str) -> Vec<Question> {
        let mut words = self.head.split(' ');
        let name = format!("{topic}/{}", words.next().unwrap_or_default());
        let flags: Vec<&str> = words.collect();
        let has = |flag: &str| flags.contains(&flag);
        let mut body = if self.body == "\n" { String::new() } else { self.body.clone() };
        if has("crlf") {
            body = body.replace('\n', "\r\n");
        }
        if has("cr") {
            body = body.replace('\n', "\r");
        }
        if has("unterminated") {
            body = body.trim_end_matches('\n').to_owned();
        }
        let files = match body.strip_prefix("//// ") {
            None => vec![("schema.prisma".to_owned(), body)],
            Some(rest) => {
                let parts =
                    rest.split("\n//// ").map(|part| part.split_once('\n').unwrap_or((part, "")));
                parts
                    .map(|(name, text)| {
                        (name.to_owned(), format!("{}\n", text.trim_end_matches('\n')))
                    })
                    .collect()
            }
        };
        let datasources: &[&'static str] = if has("own") {
            &["own"]
        } else if has("postgresql") {
            &["postgresql"]
        } else if has("sqlite") {
            &["sqlite"]
        } else {
            &["postgresql", "sqlite"]
        };
        let ask = |datasource: &&'static str| {
            let mut files = files.clone();
            if let Some(provider) = Provider::from_name(datasource) {
                let text = format!("datasource db {{\n  provider = \"{}\"\n}}\n", provider.name());
                files.insert(0, ("!datasource.prisma".to_owned(), text));
            }
            let start = format!("--- {datasource}: ");
            let mut expected = Vec::new();
            let mut inside = false;
            for line in &self.expected {
                if !line.starts_with("---   ") {
                    inside = line.starts_with(&start);
                }
                if inside {
                    expected.push(line.clone());
                }
            }
            Question { name: name.clone(), datasource, files, expected }
        };
        datasources.iter().map(ask).collect()
    }
}
