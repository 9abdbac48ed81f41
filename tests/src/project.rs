//! A person's project in a temporary folder, and the binary `comon` run in it as a person would.
//! Every run is checked for what no run may do: panic, or show the password. Knows nothing of how
//! comon works inside.

use crate::database::TestDatabase;
use crate::server::PASSWORD;
use planner_core::provider::Provider;
use serde_json::Value;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use tempfile::TempDir;

/// The URL's variable in every project.
pub const URL_VARIABLE: &str = "PROJECT_DATABASE_URL";

/// A folder with `prisma/schema.prisma` and, in time, `prisma/migrations`.
#[derive(Debug)]
pub struct Project {
    /// The binary.
    program: PathBuf,
    folder: TempDir,
    /// What its schemas name.
    pub provider: Provider,
}

/// How a run ended.
#[derive(Debug)]
pub struct Outcome {
    /// The command, for messages.
    pub command: String,
    /// The exit code; -1 where a signal ended it.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Project {
    /// An empty project that runs that binary.
    pub fn new(program: &str, provider: Provider) -> Self {
        let folder = tempfile::Builder::new().prefix("comon-project-").tempdir().expect("a folder");
        fs::create_dir(folder.path().join("prisma")).expect("prisma/ is created");
        Self { program: PathBuf::from(program), folder, provider }
    }

    /// The binary that it runs.
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// Its folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Where its migrations are.
    pub fn migrations(&self) -> PathBuf {
        self.path().join("prisma/migrations")
    }

    /// The only migration folder whose name ends so.
    pub fn migration(&self, end: &str) -> PathBuf {
        let names = self.migration_names();
        let mut found = names.iter().filter(|name| name.ends_with(end));
        let (Some(name), None) = (found.next(), found.next()) else {
            panic!("no single migration ends with {end}: {names:?}");
        };
        self.migrations().join(name)
    }

    /// The names of its migrations, in order.
    pub fn migration_names(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.migrations()) else { return Vec::new() };
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        let mut names: Vec<_> = names.map(|name| name.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// Copies migrations of these names from another folder.
    pub fn copy_migrations(&self, from: &Path, names: &[&str]) {
        for name in names {
            let target = self.migrations().join(name);
            fs::create_dir_all(&target).expect("the folder is created");
            for file in fs::read_dir(from.join(name)).expect("the migration is there") {
                let file = file.expect("an entry");
                fs::copy(file.path(), target.join(file.file_name())).expect("the file is copied");
            }
        }
    }

    /// Writes the schema: models and enums, under a datasource that reads the URL from the
    /// environment.
    pub fn write_schema(&self, models: &str) {
        let text = format!(
            "datasource db {{\n  provider = \"{}\"\n  url      = env(\"{URL_VARIABLE}\")\n}}\n\n{models}",
            self.provider
        );
        fs::write(self.path().join("prisma/schema.prisma"), text).expect("the schema is written");
    }

    /// Runs a command to its end.
    pub fn run(&self, database: &TestDatabase, arguments: &[&str]) -> Outcome {
        self.run_with(&database.url(), arguments)
    }

    /// Runs a command with any URL.
    pub fn run_with(&self, url: &str, arguments: &[&str]) -> Outcome {
        let output = self.command(url, arguments).output().expect("the binary runs");
        Outcome::of(arguments, &output)
    }

    /// Runs a command with any URL and with these variables.
    pub fn run_in(&self, url: &str, variables: &[(&str, &str)], arguments: &[&str]) -> Outcome {
        let mut command = self.command(url, arguments);
        command.envs(variables.iter().copied());
        let output = command.output().expect("the binary runs");
        Outcome::of(arguments, &output)
    }

    /// Runs a command as a user who may not write everything: root runs it as somebody else.
    pub fn run_unprivileged(&self, url: &str, arguments: &[&str]) -> Outcome {
        let mut command = self.command(url, arguments);
        if let Some((uid, gid)) = crate::server::unprivileged_user() {
            // The binary may lie in a folder that only root can enter.
            let program = self.path().join("comon");
            fs::copy(&self.program, &program).expect("the binary is copied");
            fs::set_permissions(self.path(), fs::Permissions::from_mode(0o755)).expect("open");
            command = self.command_of(&program, url, arguments);
            command.uid(uid).gid(gid);
        }
        let output = command.output().expect("the binary runs");
        Outcome::of(arguments, &output)
    }

    /// Starts a command and lets it run.
    pub fn start(&self, database: &TestDatabase, arguments: &[&str]) -> Child {
        self.start_with(&database.url(), arguments)
    }

    /// The same with any URL.
    pub fn start_with(&self, url: &str, arguments: &[&str]) -> Child {
        let mut command = self.command(url, arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary starts")
    }

    /// Runs a command that has to succeed.
    pub fn succeed(&self, database: &TestDatabase, arguments: &[&str]) -> Outcome {
        let outcome = self.run(database, arguments);
        assert_eq!(outcome.code, 0, "{outcome}");
        outcome
    }

    /// Runs a command with `--json`: its exit code and its document.
    pub fn json(&self, database: &TestDatabase, arguments: &[&str]) -> (i32, Value) {
        let outcome = self.run(database, &[arguments, &["--json"]].concat());
        (outcome.code, outcome.document())
    }

    /// A command that is run elsewhere, with its folder and variables.
    pub fn command(&self, url: &str, arguments: &[&str]) -> Command {
        self.command_of(&self.program, url, arguments)
    }

    fn command_of(&self, program: &Path, url: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.path()).stdin(Stdio::null());
        for variable in
            ["DATABASE_URL", "PGPASSWORD", "PGPASSFILE", "PGSERVICE", "PGHOST", "PGUSER"]
        {
            command.env_remove(variable);
        }
        command.env(URL_VARIABLE, url).env("NO_COLOR", "1");
        command
    }
}

impl Outcome {
    /// Reads a finished run, and checks what holds for every run.
    pub fn of(arguments: &[&str], output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("output is UTF-8");
        let outcome = Self {
            command: format!("comon {}", arguments.join(" ")),
            code: output.status.code().unwrap_or(-1),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        };
        let all = outcome.text();
        assert!(!all.contains("panicked at"), "{outcome}");
        assert!(!all.contains(PASSWORD), "the password is shown\n{outcome}");
        assert!([0, 1, 2, 3, 4, -1].contains(&outcome.code), "{outcome}");
        outcome
    }

    /// Both outputs.
    pub fn text(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }

    /// Asserts the exit code, and that each part stands in the output.
    pub fn expect(&self, code: i32, parts: &[&str]) {
        assert_eq!(self.code, code, "{self}");
        for part in parts {
            assert!(self.text().contains(part), "`{part}` is missing\n{self}");
        }
    }

    /// Standard output as the one JSON document that `--json` promises.
    pub fn document(&self) -> Value {
        let document: Value = serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("not one JSON document: {error}\n{self}"));
        assert!(document.get("version").is_some(), "no version\n{self}");
        document
    }
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { command, code, stdout, stderr } = self;
        write!(formatter, "$ {command}\nexit code {code}\n-- stdout\n{stdout}-- stderr\n{stderr}")
    }
}
