//! The flags that every command takes.

use clap::Args;
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

/// Which gating warnings to accept.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Accepting warnings")]
pub struct Accept {
    /// Accept all gating warnings
    #[arg(long)]
    pub allow_warnings: bool,

    /// Accept the warnings of one rule, or one of them (repeatable), such as
    /// drop-column:users.legacy_code; drift:<subject> accepts one difference of the database
    #[arg(long, value_name = "ID[:SUBJECT]")]
    pub allow: Vec<String>,
}
