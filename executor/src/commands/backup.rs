//! A copy of an SQLite database before its first change: where `--backup` asks for one, and by itself
//! where what was accepted takes something away; and how to go back to it. How it is written is the
//! session's business.

use crate::commands::command_line::CommandLine;
use crate::commands::context::{Context, working_directory};
use crate::commands::facts::in_bytes;
use crate::deploy::decision::{Accepted, Decision};
use crate::error::{Error, Result};
use crate::execute::apply::Failure;
use crate::output::Report;
use crate::session::Session;
use crate::system;
use crate::target::Target;
use planner_core::provider::Provider;
use planner_core::settings;
use planner_core::subject::shell_word;
use std::path::{Path, PathBuf};

/// What a command was told of copies.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Copies of an SQLite database")]
pub struct Backup {
    /// Copy the database into this new file before the first change
    #[arg(long, value_name = "FILE", conflicts_with = "no_backup")]
    pub backup: Option<PathBuf>,

    /// Make no copy, also where what is accepted takes something away [default: a copy, named
    /// <database>.before-<migration>]
    #[arg(long)]
    pub no_backup: bool,
}

/// What is about to happen.
#[derive(Debug, Clone, Copy)]
pub struct Occasion<'a> {
    /// What was accepted for it.
    pub accepted: &'a [Accepted],
    /// What the copy is named after.
    pub before: &'a str,
    /// Whether the database is one that deploys write to.
    pub shared: bool,
    /// What the project says of copies.
    pub config: settings::Backup,
}

/// A copy that was made.
#[derive(Debug)]
pub struct Kept {
    place: PathBuf,
    /// Whether somebody asked for it.
    asked: bool,
}

impl Backup {
    /// Refuses `--backup` where the database cannot be copied.
    ///
    /// # Errors
    ///
    /// It is PostgreSQL's.
    pub fn check(&self, provider: Provider) -> Result<()> {
        if self.backup.is_none() || provider == Provider::Sqlite {
            return Ok(());
        }
        Err(Error::invalid(
            "backup-not-supported",
            "--backup copies the file of an SQLite database, and this is PostgreSQL.",
        )
        .help("Make a backup with pg_dump, or a snapshot of the server, before the deploy."))
    }

    /// What was typed, to be repeated.
    pub fn again(&self, line: CommandLine) -> CommandLine {
        line.flag("--backup", self.backup.as_ref().map(|path| path.to_string_lossy()))
            .switch("--no-backup", self.no_backup)
    }

    /// How many bytes the copy takes that a decision leads to, accepted or not yet; `None` where it
    /// leads to none.
    ///
    /// # Errors
    ///
    /// The database cannot be read.
    pub async fn expected(
        &self,
        session: &mut Session,
        decision: &Decision,
        config: settings::Backup,
    ) -> Result<Option<u64>> {
        let open = decision.open.iter().any(|gate| gate.takes_away());
        let wanted = match &self.backup {
            Some(_) => !decision.pending.is_empty(),
            None => self.is_due(session, config, true) && (open || loses(&decision.accepted)),
        };
        let bytes = if wanted { session.copy_bytes().await? } else { 0 };
        Ok((bytes > 0).then_some(bytes))
    }

    /// Makes the copy that is due before the first change.
    ///
    /// # Errors
    ///
    /// There is no room for it, something stands in its place, or it cannot be written. Nothing was
    /// changed then.
    pub async fn make(
        &self,
        context: &Context<'_>,
        session: &mut Session,
        occasion: Occasion<'_>,
    ) -> Result<Option<Kept>> {
        let asked = self.backup.is_some();
        let due = self.is_due(session, occasion.config, occasion.shared);
        if !(asked || due && loses(occasion.accepted)) {
            return Ok(None);
        }
        let bytes = session.copy_bytes().await?;
        let place = match (&self.backup, session.target()) {
            (Some(path), _) => working_directory()?.join(path),
            // What holds nothing has nothing to lose.
            (None, Target::Sqlite(target)) if bytes > 0 => free_name(&target.file, occasion.before),
            (None, _) => return Ok(None),
        };
        let kept = Kept { place, asked };
        kept.write(context, session, bytes).await?;
        Ok(Some(kept))
    }

    fn is_due(&self, session: &Session, config: settings::Backup, shared: bool) -> bool {
        let wanted = match config {
            settings::Backup::Always => true,
            settings::Backup::Shared => shared,
            settings::Backup::Never => false,
        };
        wanted && !self.no_backup && session.provider() == Provider::Sqlite
    }
}

fn loses(accepted: &[Accepted]) -> bool {
    accepted.iter().any(|each| each.takes_away)
}

/// `<file>.before-<name>`, with a number where an earlier copy has that name.
fn free_name(file: &Path, before: &str) -> PathBuf {
    let mut number = 1_u64;
    loop {
        let mut name = file.as_os_str().to_owned();
        name.push(format!(".before-{before}"));
        if number > 1 {
            name.push(format!("-{number}"));
        }
        let place = PathBuf::from(name);
        if place.symlink_metadata().is_err() {
            return place;
        }
        number += 1;
    }
}

impl Kept {
    async fn write(&self, context: &Context<'_>, session: &mut Session, bytes: u64) -> Result<()> {
        let shown = self.shown();
        let folder = self.place.parent().filter(|folder| !folder.as_os_str().is_empty());
        let free = system::free_bytes(folder.unwrap_or(Path::new(".")));
        if let Some(free) = free.filter(|free| *free < bytes) {
            let message = format!(
                "The copy {shown} needs up to {}, and {} are free there; nothing was applied.",
                in_bytes(bytes),
                in_bytes(free)
            );
            return Err(Error::failed("backup-failed", message).help(HELP));
        }
        context.terminal.progress(&format!("copying the database into {shown}"));
        let result = session.copy_into(&self.place).await;
        match (result, context.interrupt.error()) {
            (result, None) => result.map_err(|error| match error.help {
                Some(_) => error,
                None => error.help(HELP),
            }),
            (result, Some(stop)) => {
                if result.is_ok() {
                    // What it would be good for does not happen.
                    let _ = std::fs::remove_file(&self.place);
                }
                Err(stop.detail("Stopped while copying the database; nothing was applied."))
            }
        }
    }

    fn shown(&self) -> String {
        self.place.display().to_string()
    }

    /// A report that says where the copy is.
    pub fn told(self, report: Report) -> Report {
        let shown = self.shown();
        let line = match self.asked {
            true => format!("  before it: {shown}"),
            false => format!("  before it: {shown} (yours to delete; --no-backup makes none)"),
        };
        report.line(line).field("backup", shown)
    }

    /// The error of a run that failed behind the copy: how to go back, where something was changed. A
    /// copy that nobody asked for and that is as the database still is goes again.
    pub fn explain(self, target: &Target, failure: Failure) -> Error {
        if !failure.committed && !self.asked && std::fs::remove_file(&self.place).is_ok() {
            return failure.error;
        }
        failure.error.detail(restoring(target, &self.shown()))
    }
}

const HELP: &str = "Free space there, name another place with --backup <file>, or go on without a copy \
                    with --no-backup.";

/// What a run that ended in a failure says of its copy, if it made one.
pub fn explained(kept: Option<Kept>, target: &Target, failure: Failure) -> Error {
    match kept {
        Some(kept) => kept.explain(target, failure),
        None => failure.error,
    }
}

/// What a run that went well says of its copy, if it made one.
pub fn told(kept: Option<Kept>, report: Report) -> Report {
    match kept {
        Some(kept) => kept.told(report),
        None => report,
    }
}

/// How to go back to the state before all of it.
fn restoring(target: &Target, backup: &str) -> String {
    let file = match target {
        Target::Sqlite(sqlite) => sqlite.file.display().to_string(),
        Target::Postgres(_) => target.database_name(),
    };
    let beside = ["-wal", "-shm", "-journal"].map(|suffix| format!("{file}{suffix}"));
    let command = match cfg!(windows) {
        false => {
            let [wal, shm, journal] = beside.map(|name| shell_word(&name));
            let (from, to) = (shell_word(backup), shell_word(&file));
            format!("rm -f {wal} {shm} {journal} && cp {from} {to}")
        }
        // PowerShell's.
        true => {
            let word = |text: &str| format!("'{}'", text.replace('\'', "''"));
            let [wal, shm, journal] = beside.map(|name| word(&name));
            let (from, to) = (word(backup), word(&file));
            format!(
                "Remove-Item -ErrorAction Ignore {wal}, {shm}, {journal}; Copy-Item {from} {to}"
            )
        }
    };
    format!(
        "The database as it was before is in {backup}. To go back to it, with every program that \
         uses the database stopped: {command}"
    )
}
