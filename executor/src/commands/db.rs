//! `comon db`: the commands that work on a database without migrations.

use crate::commands::context::Context;
use crate::commands::{db_pull, db_push};
use crate::error::Result;
use crate::output::Report;
use clap::Subcommand;

/// Work on a database without migrations
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read the database into the schema: its tables, columns, keys, indexes and enums
    Pull(db_pull::Args),
    /// Bring the database to the schema, without a migration
    Push(db_push::Args),
}

impl Command {
    /// The command's name, as JSON documents carry it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Pull(_) => "db pull",
            Self::Push(_) => "db push",
        }
    }

    /// Runs the command.
    ///
    /// # Errors
    ///
    /// Whatever stops it.
    pub async fn run(self, context: &Context<'_>) -> Result<Report> {
        match self {
            Self::Pull(args) => db_pull::run(context, &args).await,
            Self::Push(args) => db_push::run(context, &args).await,
        }
    }
}
