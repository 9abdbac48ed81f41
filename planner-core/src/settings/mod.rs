//! What comon.toml says -> the settings of a project, or the first mistake with its place and the way on. The
//! same function serves commands, bot and page. Knows nothing of files, of TOML and of the day.

mod policy;
mod read;
pub mod tree;

use crate::warning::levels::{Choice, Levels};
use crate::warning::naming::Pattern;
use read::Reader;
use std::time::Duration;
use tree::{Node, Value};

/// What a project sets once for all commands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// Tables that somebody else manages, by their names or the beginnings of them.
    pub external: Vec<String>,
    /// The oldest server that migrations are planned for: major and minor version.
    pub target_version: Option<(u32, u32)>,
    /// What becomes of notices, and how things are to be named.
    pub levels: Levels,
    /// How long things may take.
    pub timeouts: Timeouts,
    /// Programs that a generator block may name by their name alone.
    pub programs: Vec<String>,
    /// The command that generates a client.
    pub command: Option<String>,
    /// Whose word a deploy takes for a warning.
    pub acceptance: Acceptance,
    /// Of which SQLite databases a copy is made before something is taken away.
    pub backup: Backup,
}

/// How long things may take; `None` is what holds without the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Timeouts {
    /// Waiting for a lock of another session.
    pub lock: Option<Duration>,
    /// Running one statement of a migration.
    pub statement: Option<Duration>,
    /// Counting what is at risk.
    pub probe: Option<Duration>,
    /// Waiting for another deploy.
    pub wait: Option<Duration>,
}

/// Whose word a deploy takes for a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Acceptance {
    /// The flags of the command line alone.
    #[default]
    Flags,
    /// The `accept.<n>` lines of metadata.txt as well.
    Committed,
}

/// Of which SQLite databases a copy is made before something is taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Backup {
    /// Of all.
    #[default]
    Always,
    /// Of those that `deploy` writes to.
    Shared,
    /// Of none.
    Never,
}

/// What is wrong with a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// `invalid-config` or `unknown-config-key`.
    pub id: &'static str,
    /// Where it stands, in bytes; `None` where nobody knows.
    pub at: Option<usize>,
    /// What is wrong: follows the name of the file.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Mistake {
    /// What is wrong, in one sentence that begins with a place, such as `comon.toml:3`.
    pub fn told(&self, place: &str) -> String {
        let separator = if self.message.starts_with('`') { ":" } else { "" };
        format!("{place}{separator} {}", self.message)
    }
}

/// Makes a test of names out of a regular expression, or says in words what is wrong with it. There is no
/// such language in the planner: who calls it has one.
pub type Compile = fn(&str) -> Result<Pattern, String>;

/// Reads a document.
///
/// # Errors
///
/// The first mistake.
pub fn read(document: &Node, compile: Compile) -> Result<Settings, Mistake> {
    let reader = Reader { compile };
    let Value::Table(root) = &document.value else {
        return Err(reader.wrong(document.at, "is no table of settings.", ""));
    };
    let known = [
        "external",
        "target_version",
        "acceptance",
        "backup",
        "levels",
        "timeouts",
        "generate",
        "naming",
        "allow",
    ];
    reader.only(root, "", &known)?;
    let mut settings = Settings {
        external: reader
            .texts(root, "external", "[\"spatial_ref_sys\", \"audit_*\"]")?
            .unwrap_or_default(),
        target_version: reader.version(root, "target_version")?,
        ..Settings::default()
    };
    let words = [("flags", Acceptance::Flags), ("committed", Acceptance::Committed)];
    settings.acceptance = reader.choice(root, "acceptance", &words)?.unwrap_or_default();
    let words = [("always", Backup::Always), ("shared", Backup::Shared), ("never", Backup::Never)];
    settings.backup = reader.choice(root, "backup", &words)?.unwrap_or_default();
    if let Some(table) = reader.table(root, "levels")? {
        settings.levels = reader.levels(table)?;
    }
    if let Some(table) = reader.table(root, "naming")? {
        settings.levels.naming = reader.naming(table)?;
    }
    reader.allows(root, &mut settings.levels)?;
    if let Some(table) = reader.table(root, "timeouts")? {
        reader.only(table, "timeouts.", &["lock", "statement", "probe", "wait"])?;
        settings.timeouts = Timeouts {
            lock: reader.duration(table, "lock")?,
            statement: reader.duration(table, "statement")?,
            probe: reader.duration(table, "probe")?,
            wait: reader.duration(table, "wait")?,
        };
    }
    if let Some(table) = reader.table(root, "generate")? {
        reader.only(table, "generate.", &["command", "programs"])?;
        let programs = reader.texts(table, "programs", "[\"my-generator\"]")?;
        settings.programs = programs.unwrap_or_default();
        settings.command = reader.text(table, "command", "\"npx prisma generate\"")?;
    }
    Ok(settings)
}

impl Settings {
    /// What of it a review goes by, one sentence each.
    pub fn in_words(&self) -> Vec<String> {
        let mut words = Vec::new();
        for (rule, choice) in self.levels.chosen() {
            words.push(match choice {
                Choice::Gate => format!("{rule} stops until it is accepted."),
                Choice::Notice => format!("{rule} is shown."),
                Choice::Silent => format!("{rule} is not shown."),
            });
        }
        for allow in self.levels.allows() {
            let (what, reason) = (allow.in_words(), &allow.reason);
            words.push(match self.levels.has_expired(allow) {
                true => format!("{what} was allowed until {}, and is so no longer.", allow.expires),
                false => format!("{what} is not shown until {}: {reason}.", allow.expires),
            });
        }
        let naming = &self.levels.naming;
        for (things, pattern) in [
            ("Tables", &naming.tables),
            ("Columns", &naming.columns),
            ("Indexes", &naming.indexes),
            ("Constraints", &naming.constraints),
            ("Enums", &naming.enums),
        ] {
            if let Some(pattern) = pattern {
                words.push(format!("{things} are named like {}.", pattern.shown));
            }
        }
        if !self.external.is_empty() {
            words.push(format!("Somebody else manages {}.", self.external.join(", ")));
        }
        if let Some((major, minor)) = self.target_version {
            let minor = if minor == 0 { String::new() } else { format!(".{minor}") };
            words.push(format!("New migrations are planned for servers from {major}{minor} on."));
        }
        words
    }
}
