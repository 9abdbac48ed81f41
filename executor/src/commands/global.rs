//! The flags that every command takes.

use crate::config::Config;
use crate::deploy::gate::Consent;
use crate::error::{Error, Result};
use crate::project::{PlaceOptions, UrlOptions};
use clap::Args;
use planner_core::diff::{RenameHint, hint};
use planner_core::settings::Acceptance;
use std::path::PathBuf;

/// The flags that every command takes.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// The schema: a file, or a folder of .prisma files [default: prisma/schema.prisma,
    /// schema.prisma or prisma/schema/]
    #[arg(long, global = true, value_name = "PATH")]
    pub schema: Option<PathBuf>,

    /// The migrations folder [default: migrations/ beside the schema]
    #[arg(long, global = true, value_name = "FOLDER", aliases = ["from", "out"])]
    pub migrations: Option<PathBuf>,

    /// The database, instead of the datasource's url
    #[arg(long, global = true, value_name = "URL", conflicts_with = "url_env")]
    pub url: Option<String>,

    /// Read the database's URL from this environment variable
    #[arg(long, global = true, value_name = "NAME")]
    pub url_env: Option<String>,

    /// Which datasource of the schema to use
    #[arg(long, global = true, value_name = "NAME")]
    pub datasource: Option<String>,

    /// Print one JSON document instead of text
    #[arg(long, global = true)]
    pub json: bool,

    /// Print the verdict only
    #[arg(long, global = true)]
    pub quiet: bool,

    /// Print without colours (also by NO_COLOR)
    #[arg(long, global = true)]
    pub no_color: bool,

    /// The configuration file [default: comon.toml beside the schema or above it]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

impl Global {
    /// What was said of where the project lies.
    pub fn places(&self) -> PlaceOptions {
        PlaceOptions {
            schema: self.schema.clone(),
            migrations: self.migrations.clone(),
            config: self.config.clone(),
        }
    }

    /// What was said of which database to use.
    pub fn database(&self) -> UrlOptions {
        UrlOptions {
            url: self.url.clone(),
            url_env: self.url_env.clone(),
            datasource: self.datasource.clone(),
        }
    }
}

/// What the schemas alone cannot tell from a drop and an addition.
#[derive(Debug, Clone, Default, Args)]
pub struct Renames {
    /// Say that a table, column, enum or value was renamed (repeatable), such as
    /// users.name=users.full_name
    #[arg(long, value_name = "BEFORE=AFTER")]
    pub rename: Vec<String>,
}

impl Renames {
    /// The hints that the planner takes.
    ///
    /// # Errors
    ///
    /// One cannot be read.
    pub fn hints(&self) -> Result<Vec<RenameHint>> {
        let read = |flag: &String| {
            hint::parse(flag).map_err(|error| {
                Error::invalid("invalid-rename", error.message.clone()).help(error.help.clone())
            })
        };
        self.rename.iter().map(read).collect()
    }
}

/// Which gating warnings to accept.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Accepting warnings")]
pub struct Accept {
    /// Accept all gating warnings
    #[arg(long)]
    pub allow_warnings: bool,

    /// Accept what is measured harmless: asked again in the migration's transaction, with its tables
    /// locked
    #[arg(long)]
    pub allow_cleared: bool,

    /// Accept the warnings of one rule, or one of them (repeatable), such as
    /// drop-column:users.legacy_code; drift:<subject> accepts one difference of the database
    #[arg(long, value_name = "ID[:SUBJECT]")]
    pub allow: Vec<String>,
}

impl Accept {
    /// What it accepts in a project with that configuration.
    ///
    /// # Errors
    ///
    /// A value that names no rule.
    pub fn consent(&self, config: &Config) -> Result<Consent> {
        let consent = Consent::parse(self.allow_warnings, &self.allow)?;
        Ok(Consent {
            cleared: self.allow_cleared,
            committed: config.acceptance == Acceptance::Committed,
            levels: config.levels.clone(),
            ..consent
        })
    }
}
