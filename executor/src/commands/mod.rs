//! The command line: what can be asked, and which module answers. One file a command; the doc
//! comments of the argument structs are the help text.

pub mod afterwards;
pub mod amend;
pub mod apply_pending;
pub mod backup;
pub mod between;
pub mod carry;
pub mod check;
pub mod command_line;
pub mod completions;
pub mod context;
pub mod create_only;
pub mod db;
pub mod db_pull;
pub mod db_push;
pub mod expected_review;
pub mod explain;
pub mod init;
pub mod facts;
pub mod format;
pub mod generate;
pub mod git;
pub mod global;
pub mod held;
pub mod course;
pub mod history;
pub mod last_state;
pub mod measure;
pub mod migrate;
pub mod migrate_accept;
pub mod migrate_baseline;
pub mod migrate_deploy;
pub mod migrate_dev;
pub mod migrate_diff;
pub mod migrate_preflight;
pub mod migrate_resolve;
pub mod migrate_rebase;
pub mod migrate_reset;
pub mod migrate_restore;
pub mod migrate_revert;
pub mod migrate_rollback;
pub mod migrate_seal;
pub mod migrate_status;
pub mod new_migration;
pub mod own_database;
pub mod prompt;
pub mod push_plan;
pub mod reachable;
pub mod reset_plan;
pub mod review;
pub mod review_change;
pub mod review_clients;
pub mod review_moves;
pub mod review_output;
pub mod review_page;
pub mod review_projects;
pub mod show;
pub mod side;
pub mod state;
pub mod undo;
pub mod unknown_migration;
pub mod usage;
pub mod wait;
pub mod way_back;

use crate::commands::context::Context;
use crate::commands::global::Global;
use crate::error::Result;
use crate::interrupt::Interrupt;
use crate::output::{Report, Terminal};
use clap::{Parser, Subcommand};
use std::sync::OnceLock;

/// Reviewed database migrations for Prisma-style schemas.
///
/// `comon migrate dev` turns an edited schema.prisma into five files for review; `comon migrate
/// deploy` applies exactly those files to another database.
#[derive(Debug, Parser)]
#[command(name = "comon", version, arg_required_else_help = true, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Args),
    #[command(alias = "validate")]
    Check(check::Args),
    Format(format::Args),
    Generate(generate::Args),
    #[command(subcommand)]
    Migrate(migrate::Command),
    #[command(subcommand)]
    Db(db::Command),
    History(history::Args),
    Review(review::Args),
    Explain(explain::Args),
    Completions(completions::Args),
    Man(completions::ManArgs),
}

impl Cli {
    /// The command's name, as JSON documents carry it.
    pub fn name(&self) -> &'static str {
        match &self.command {
            Command::Init(_) => "init",
            Command::Check(_) => "check",
            Command::Format(_) => "format",
            Command::Generate(_) => "generate",
            Command::Migrate(command) => command.name(),
            Command::Db(command) => command.name(),
            Command::History(_) => "history",
            Command::Review(_) => "review",
            Command::Explain(_) => "explain",
            Command::Completions(_) => "completions",
            Command::Man(_) => "man",
        }
    }

    /// How the run is asked to speak.
    pub fn terminal(&self) -> Terminal {
        let global = &self.global;
        let document = matches!(&self.command, Command::Review(args) if args.to.is_document());
        Terminal::new(self.name(), global.json || document, global.quiet, global.no_color)
    }

    /// Runs the command.
    ///
    /// # Errors
    ///
    /// Whatever stops it; each error carries its exit code.
    pub async fn run(self, terminal: &Terminal, interrupt: &Interrupt) -> Result<Report> {
        let timeouts = OnceLock::new();
        let context = Context { global: &self.global, terminal, interrupt, timeouts: &timeouts };
        match self.command {
            Command::Init(args) => init::run(&context, &args),
            Command::Check(args) => check::run(&context, &args),
            Command::Format(args) => format::run(&context, &args),
            Command::Generate(args) => generate::run(&context, &args).await,
            Command::Migrate(command) => command.run(&context).await,
            Command::Db(command) => command.run(&context).await,
            Command::History(args) => history::run(&context, &args).await,
            Command::Review(args) => review::run(&context, &args).await,
            Command::Explain(args) => explain::run(&args),
            Command::Completions(args) => completions::run(&context, &args),
            Command::Man(args) => completions::man(&context, &args),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn command_tree_is_consistent() {
        Cli::command().debug_assert();
    }
}
