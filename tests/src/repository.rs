//! A project in a real git repository whose base has a first migration, and the review of what a branch makes
//! of it. Knows nothing of what a review says.

use crate::database::{Place, TestDatabase};
use crate::project::{Outcome, Project};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The migration that the base has.
pub const FIRST: &str = "20240101000000_first";

/// One that a branch adds.
pub const SECOND: &str = "20240201000000_second";

/// A repository whose branch main has one migration; the checkout stands on the branch `change`.
#[derive(Debug)]
pub struct Repository {
    /// The project at its root.
    pub project: Project,
    /// A database that nothing is applied to.
    pub database: TestDatabase,
}

/// Runs git in a folder; standard output.
pub fn git_in(folder: &Path, arguments: &[&str]) -> String {
    let output = git_command(folder, arguments).output().expect("git is installed");
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "git {arguments:?}: {words}");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn git_command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    let identity = ["-c", "user.name=a", "-c", "user.email=a@x", "-c", "init.defaultBranch=main"];
    command.args(identity).args(["-c", "protocol.file.allow=always"]).args(arguments);
    command.current_dir(folder);
    command
}

impl Repository {
    /// One that runs that binary.
    pub fn new(program: &str) -> Self {
        let project = Project::new(program, Place::Sqlite.provider());
        let repository = Self { project, database: TestDatabase::create(Place::Sqlite) };
        repository.git(&["init", "-q"]);
        repository.plan(FIRST, "");
        repository.commit("first");
        repository.git(&["checkout", "-q", "-b", "change"]);
        repository
    }

    /// Its root.
    pub fn path(&self) -> &Path {
        self.project.path()
    }

    /// Runs git in it.
    pub fn git(&self, arguments: &[&str]) -> String {
        git_in(self.project.path(), arguments)
    }

    /// Commits the project.
    pub fn commit(&self, message: &str) {
        self.git(&["add", "-A", "prisma"]);
        self.git(&["commit", "-q", "-m", message]);
    }

    /// Commits all that is there.
    pub fn commit_all(&self, message: &str) {
        self.git(&["add", "-A", "."]);
        self.git(&["commit", "-q", "-m", message]);
    }

    /// Writes the schema: one model with these fields more.
    pub fn write(&self, fields: &str) {
        self.project.write_schema(&format!("model User {{\n  id Int @id\n{fields}}}\n"));
    }

    /// Writes the schema, and the migration that makes it.
    pub fn plan(&self, name: &str, fields: &str) {
        self.write(fields);
        let command = ["migrate", "dev", "--create-only", "--name", name];
        self.project.succeed(&self.database, &command);
    }

    /// The review since main: exit code and document.
    pub fn review(&self) -> (i32, Value) {
        self.review_with(&["--since", "main"])
    }

    /// The review with these flags.
    pub fn review_with(&self, flags: &[&str]) -> (i32, Value) {
        self.project.json(&self.database, &[&["review"], flags].concat())
    }

    /// The code of each rule that is broken since main, and the migration that it is about.
    pub fn problems(&self) -> Vec<String> {
        problems(&self.review())
    }

    /// The review since a commit, as a person sees it.
    pub fn run(&self, since: &str) -> Outcome {
        self.project.run(&self.database, &["review", "--since", since])
    }

    /// A file of a migration.
    pub fn file(&self, name: &str, file: &str) -> PathBuf {
        self.project.migrations().join(name).join(file)
    }
}

/// The code of each rule that is broken, and the migration that it is about.
pub fn problems((code, document): &(i32, Value)) -> Vec<String> {
    let problems = document["problems"].as_array().unwrap_or_else(|| panic!("{document:#}"));
    assert!(*code == 1 || problems.is_empty(), "{document:#}");
    let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let line = |each: &Value| format!("{} {}", word(&each["code"]), word(&each["migration"]));
    problems.iter().map(line).collect()
}
