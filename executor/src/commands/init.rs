//! `comon init`: a folder in, a starter schema.prisma and .env out. Nothing that is there is ever
//! changed.

use crate::commands::context::Context;
use crate::error::{Error, Result};
use crate::output::{Report, Tone};
use crate::project::SCHEMA_PLACES;
use crate::write_file;
use planner_core::provider::Provider;
use planner_core::subject::shell_word;
use std::path::{Path, PathBuf};

/// Write a starter schema.prisma and .env; nothing that is there is changed
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The kind of database
    #[arg(long, value_enum, default_value = "sqlite", value_name = "PROVIDER")]
    provider: Kind,
}

/// The kinds of databases.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Kind {
    /// PostgreSQL
    #[value(alias = "postgres")]
    Postgresql,
    /// SQLite
    Sqlite,
}

/// Where the starter is written without `--schema`.
const DEFAULT_PLACE: &str = "schema.prisma";

/// Runs the command.
///
/// # Errors
///
/// A schema is there already, or the files cannot be written.
pub fn run(context: &Context<'_>, args: &Args) -> Result<Report> {
    let provider = match args.provider {
        Kind::Postgresql => Provider::Postgresql,
        Kind::Sqlite => Provider::Sqlite,
    };
    let given = context.global.schema.as_deref();
    let schema = place(given)?;
    let folder = schema.parent().unwrap_or(Path::new("")).to_owned();
    write_file::make_folder_of(&schema)?;
    write_file::create(&schema, &starter(provider)).map_err(|error| match error.id {
        "exists" => already(&schema),
        _ => error,
    })?;
    let mut lines = vec![format!("  wrote {}", schema.display())];
    let mut written = vec![schema.display().to_string()];
    let env = folder.join(".env");
    let url = url(provider);
    match write_file::create(&env, &format!("DATABASE_URL=\"{url}\"\n")) {
        Ok(()) => {
            lines.push(format!("  wrote {}", env.display()));
            written.push(env.display().to_string());
        }
        Err(error) if error.id == "exists" => lines.extend(env_there(&env, url)),
        Err(error) => {
            // Either both files come, or none.
            let _ = std::fs::remove_file(&schema);
            return Err(error);
        }
    }
    let hints = ignore_hints(provider, &folder);
    if !hints.is_empty() {
        lines.push(format!("  .gitignore should have: {}", hints.join("  ")));
    }
    let flag = match given {
        Some(_) => format!(" --schema {}", shell_word(&schema.display().to_string())),
        None => String::new(),
    };
    let next = match provider {
        Provider::Sqlite => format!("comon migrate dev --name init{flag}"),
        Provider::Postgresql => format!(
            "put your database's URL into {}, then comon migrate dev --name init{flag}",
            env.display()
        ),
    };
    Ok(Report::new(Tone::Good, format!("Wrote a starter schema for {}.", provider.display_name()))
        .lines(lines)
        .field("written", written)
        .field("provider", provider.name())
        .field("ignore", hints)
        .next(next))
}

/// The file to write: no schema may be there, nor where commands look for one first.
fn place(given: Option<&Path>) -> Result<PathBuf> {
    let Some(given) = given else {
        let there = SCHEMA_PLACES.iter().map(Path::new).find(|place| place.exists());
        return match there {
            Some(there) => Err(already(there)),
            None => Ok(PathBuf::from(DEFAULT_PLACE)),
        };
    };
    if given.is_dir() {
        return Ok(given.join(DEFAULT_PLACE));
    }
    if given.extension().is_none_or(|extension| extension != "prisma") {
        return Err(Error::invalid(
            "not-a-schema-file",
            format!("{} would not be found as a schema.", given.display()),
        )
        .help("Name a file that ends with .prisma, or a folder that is there."));
    }
    Ok(given.to_owned())
}

fn already(schema: &Path) -> Error {
    Error::refused(
        "exists",
        format!("Nothing was written: there is a schema already, {}.", schema.display()),
    )
    .help("Edit it, or name another file with --schema.")
}

/// An .env that is there stays as it is; the line that it lacks is named.
fn env_there(env: &Path, url: &str) -> Vec<String> {
    let text = std::fs::read_to_string(env).unwrap_or_default();
    let names = |line: &str| {
        let line = line.trim_start();
        let line = line.strip_prefix("export ").unwrap_or(line).trim_start();
        line.strip_prefix("DATABASE_URL").is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    match text.lines().any(names) {
        true => vec![format!("  {} is there and sets DATABASE_URL; left as it is", env.display())],
        false => vec![
            format!("  {} is there and was left as it is; it lacks this line:", env.display()),
            format!("    DATABASE_URL=\"{url}\""),
        ],
    }
}

/// What does not belong into a repository and no .gitignore above mentions.
fn ignore_hints(provider: Provider, folder: &Path) -> Vec<String> {
    let mut wanted = vec![".env"];
    if provider == Provider::Sqlite {
        wanted.extend(["dev.db", "dev.db-*", "*.comon-lock"]);
    }
    let start = dunce::canonicalize(match folder.as_os_str().is_empty() {
        true => Path::new("."),
        false => folder,
    });
    let start = start.unwrap_or_default();
    let mut known = Vec::new();
    for above in start.ancestors() {
        let text = std::fs::read_to_string(above.join(".gitignore")).unwrap_or_default();
        known.extend(text.lines().map(|line| line.trim().trim_start_matches('/').to_owned()));
        if above.join(".git").exists() {
            break;
        }
    }
    wanted.retain(|each| !known.iter().any(|line| line == each));
    wanted.into_iter().map(str::to_owned).collect()
}

fn url(provider: Provider) -> &'static str {
    match provider {
        Provider::Sqlite => "file:dev.db",
        Provider::Postgresql => "postgresql://user:password@localhost:5432/mydb?schema=public",
    }
}

/// Without a URL, which Prisma 7 refuses in a schema: DATABASE_URL of .env counts then.
fn starter(provider: Provider) -> String {
    format!(
        "// Each edit of this file becomes a reviewed migration: comon migrate dev --name <what it does>\n\
         \n\
         datasource db {{\n  provider = \"{}\"\n}}\n\
         \n\
         model User {{\n  id        Int      @id @default(autoincrement())\n  \
         email     String   @unique\n  name      String?\n  \
         createdAt DateTime @default(now())\n}}\n",
        provider.name()
    )
}
