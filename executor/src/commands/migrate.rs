//! `comon migrate`: the commands that plan, apply and repair migrations.

use crate::commands::context::Context;
use crate::commands::{
    migrate_accept, migrate_baseline, migrate_deploy, migrate_dev, migrate_diff, migrate_preflight,
    migrate_rebase, migrate_reset, migrate_resolve, migrate_restore, migrate_revert,
    migrate_rollback, migrate_seal, migrate_status,
};
use crate::error::Result;
use crate::output::Report;
use clap::Subcommand;

/// Plan, review and apply migrations
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Turn the edited schema into a reviewed migration and apply it here
    Dev(migrate_dev::Args),
    /// Say what is applied, pending or wrong; exits 1 where it is not clean
    Status(migrate_status::Args),
    /// Measure what a deploy would find: values at risk, sizes, locks, privileges; reads only
    Preflight(migrate_preflight::Args),
    /// Apply the reviewed migrations, in order
    Deploy(migrate_deploy::Args),
    /// Say what lies between two states, in words or as SQL; reads only
    Diff(migrate_diff::Args),
    /// Repair the history: record a migration as applied or as rolled back
    Resolve(migrate_resolve::Args),
    /// Undo the last migration here: plan the way back, show it, gate it, run it
    Rollback(migrate_rollback::Args),
    /// Write the way back from a migration as a new one, for review
    Revert(migrate_revert::Args),
    /// Plan a migration anew on top of the present last one
    Rebase(migrate_rebase::Args),
    /// Write a first migration for a database that already exists, and record it there
    Baseline(migrate_baseline::Args),
    /// Drop what schema and history know, then apply all migrations
    Reset(migrate_reset::Args),
    /// Write a lost migration directory again, from the history of this database
    Restore(migrate_restore::Args),
    /// Accept warnings of a migration in its files, for deploys that honour that
    Accept(migrate_accept::Args),
    /// Seal a migration whose migration.sql was edited by hand
    Seal(migrate_seal::Args),
}

impl Command {
    /// The command's name, as JSON documents carry it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Dev(_) => "migrate dev",
            Self::Status(_) => "migrate status",
            Self::Preflight(_) => "migrate preflight",
            Self::Deploy(_) => "migrate deploy",
            Self::Diff(_) => "migrate diff",
            Self::Resolve(_) => "migrate resolve",
            Self::Rollback(_) => "migrate rollback",
            Self::Revert(_) => "migrate revert",
            Self::Rebase(_) => "migrate rebase",
            Self::Baseline(_) => "migrate baseline",
            Self::Reset(_) => "migrate reset",
            Self::Restore(_) => "migrate restore",
            Self::Accept(_) => "migrate accept",
            Self::Seal(_) => "migrate seal",
        }
    }

    /// Runs the command.
    ///
    /// # Errors
    ///
    /// Whatever stops it.
    pub async fn run(self, context: &Context<'_>) -> Result<Report> {
        match self {
            Self::Dev(args) => migrate_dev::run(context, &args).await,
            Self::Status(args) => migrate_status::run(context, &args).await,
            Self::Preflight(args) => migrate_preflight::run(context, &args).await,
            Self::Deploy(args) => migrate_deploy::run(context, &args).await,
            Self::Diff(args) => migrate_diff::run(context, &args).await,
            Self::Resolve(args) => migrate_resolve::run(context, &args).await,
            Self::Rollback(args) => migrate_rollback::run(context, &args).await,
            Self::Revert(args) => migrate_revert::run(context, &args).await,
            Self::Rebase(args) => migrate_rebase::run(context, &args).await,
            Self::Baseline(args) => migrate_baseline::run(context, &args).await,
            Self::Reset(args) => migrate_reset::run(context, &args).await,
            Self::Restore(args) => migrate_restore::run(context, &args).await,
            Self::Accept(args) => migrate_accept::run(context, &args),
            Self::Seal(args) => migrate_seal::run(context, &args).await,
        }
    }
}
