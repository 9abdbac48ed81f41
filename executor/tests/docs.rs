//! The pages for operators: every command on them is run, in order, on a copy of the blog, and prints what
//! the page says. `…` stands for any text, alone on a line for any lines. What a page does between its
//! commands stands in comments that only its readers do not see: `<!-- run: … -->`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::Connection;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Something that a page does.
enum Step {
    /// A command that its reader sees, and the lines that it prints.
    Shown { command: String, expected: Vec<String> },
    /// One that prepares the next.
    Hidden(String),
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn steps(page: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut in_console = false;
    for line in page.lines() {
        let text = line.trim_start();
        if let Some(rest) = text.strip_prefix("<!-- run: ") {
            steps.push(Step::Hidden(rest.strip_suffix(" -->").unwrap().to_owned()));
        } else if text.starts_with("```") {
            in_console = text == "```console";
        } else if in_console && let Some(command) = text.strip_prefix("$ ") {
            steps.push(Step::Shown { command: command.to_owned(), expected: Vec::new() });
        } else if in_console && let Some(Step::Shown { expected, .. }) = steps.last_mut() {
            expected.push(text.to_owned());
        }
    }
    steps
}

/// Whether a printed text is what the page says of it.
fn fits(expected: &[String], printed: &[&str]) -> bool {
    match (expected.split_first(), printed.split_first()) {
        (None, None) => true,
        (Some((first, rest)), _) if first == "…" => {
            (0..=printed.len()).any(|skipped| fits(rest, &printed[skipped..]))
        }
        (Some((first, rest)), Some((line, others))) => {
            line_fits(first, line.trim_start()) && fits(rest, others)
        }
        (Some(_), None) | (None, Some(_)) => false,
    }
}

fn line_fits(expected: &str, printed: &str) -> bool {
    let mut parts = expected.split('…');
    let Some(mut rest) = printed.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let mut ends_open = false;
    for part in parts {
        ends_open = part.is_empty();
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    ends_open || rest.is_empty()
}

fn follow(page: &str) {
    let folder = tempfile::tempdir().unwrap();
    let blog = repository().join("examples/blog");
    let copy = format!("cp -r '{0}/schema.prisma' '{0}/migrations' .", blog.display());
    run(folder.path(), &copy);
    let text = fs::read_to_string(repository().join("docs").join(page)).unwrap();
    let steps = steps(&text);
    assert!(steps.len() > 5, "{page} has no commands");
    for step in steps {
        match step {
            Step::Hidden(command) => match command.strip_prefix("sqlite ") {
                Some(rest) => {
                    let (file, sql) = rest.split_once(' ').unwrap();
                    let url = format!("file:{}", folder.path().join(file).display());
                    Connection::open(&url).execute(sql.trim_matches('"')).unwrap();
                }
                None => {
                    let (code, printed) = run(folder.path(), &command);
                    assert_eq!(code, 0, "{page}: {command}\n{printed}");
                }
            },
            Step::Shown { command, expected } => {
                let (_, printed) = run(folder.path(), &command);
                let lines: Vec<&str> =
                    printed.lines().filter(|line| !line.trim().is_empty()).collect();
                let expected: Vec<String> =
                    expected.into_iter().filter(|line| !line.is_empty()).collect();
                assert!(fits(&expected, &lines), "{page}: $ {command}\n{printed}");
            }
        }
    }
}

/// Runs a line in a shell that finds comon; both outputs.
fn run(folder: &Path, command: &str) -> (i32, String) {
    let program = Path::new(env!("CARGO_BIN_EXE_comon"));
    let path = format!(
        "{}:{}",
        program.parent().unwrap().display(),
        std::env::var("PATH").unwrap_or_default()
    );
    let output = Command::new("bash")
        .args(["-c", command])
        .current_dir(folder)
        .env("PATH", path)
        .env("NO_COLOR", "1")
        .env_remove("DATABASE_URL")
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap_or(-1), String::from_utf8(text).unwrap())
}

#[test]
fn shared_databases_page_says_what_happens() {
    follow("shared-databases.md");
}

#[test]
fn reviewing_branches_page_says_what_happens() {
    follow("reviewing-branches.md");
}

#[test]
fn rollback_and_recovery_page_says_what_happens() {
    follow("rollback-and-recovery.md");
}

#[test]
fn a_line_fits_where_its_parts_do() {
    assert!(line_fits("a … c", "a b c") && line_fits("a…", "abc") && line_fits("…c", "abc"));
    assert!(!line_fits("a … c", "a b c d") && !line_fits("a", "ab"));
}
