//! `cargo xtask demo`: the main job on the blog example, from nothing to a deployed database, in a
//! temporary folder. Every command is printed before its real output, and each has to end as a
//! reader would expect it to: a refusal that does not refuse fails the demo.

use crate::workspace::{self, shown};
use anyhow::{Context, Result, bail};
use similar::{ChangeTag, TextDiff};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

/// The two databases of the story.
enum Databases {
    /// Files in the demo's folder.
    Sqlite,
    /// Two new databases on one server.
    Postgres { development: String, production: String },
}

struct Demo {
    folder: PathBuf,
    comon: PathBuf,
    databases: Databases,
}

const REFUSED: i32 = 1;

/// Tells the story; on SQLite, or on the PostgreSQL server of that URL.
pub fn run(postgres: Option<&str>) -> Result<()> {
    let comon = workspace::program("executor", "comon")?;
    let temporary = tempfile::Builder::new().prefix("comon-blog-").tempdir()?;
    let demo = Demo {
        folder: temporary.path().to_path_buf(),
        comon: comon.get_program().into(),
        databases: postgres.map_or(Ok(Databases::Sqlite), Databases::on_server)?,
    };
    demo.tell()?;
    demo.databases.say_what_is_left();
    Ok(())
}

impl Demo {
    fn tell(&self) -> Result<()> {
        let allow = ["--allow", "drop-column:users.legacy_code"];

        say("A blog begins. Its schema:");
        self.take_schema("01.prisma")?;
        self.comon(&["check"], 0)?;
        self.comon(&["migrate", "dev", "--name", "init"], 0)?;

        say("Posts get a status. The migration is written for review first, and not applied:");
        self.take_schema("02.prisma")?;
        self.comon(&["migrate", "dev", "--name", "post_status", "--create-only"], 0)?;
        self.list("post_status")?;
        self.comon(&["review"], 0)?;

        say("Reviewed. Now it is applied to the development database, exactly as it stands there:");
        self.comon(&["migrate", "dev"], 0)?;

        say("The codes of an older system are no longer needed. A dropped column is a loss, so:");
        self.take_schema("03.prisma")?;
        let retire = ["migrate", "dev", "--name", "retire_legacy_code"];
        self.comon(&retire, REFUSED)?;

        say("Meant so, and said so:");
        self.comon(&[&retire[..], &allow].concat(), 0)?;
        self.show("retire_legacy_code", "warnings.txt")?;

        say("Production is another database. What would happen there, and what does:");
        let deploy = ["migrate", "deploy", "--create-database"];
        self.in_production(&deploy, REFUSED)?;
        self.in_production(&[&deploy[..], &allow].concat(), 0)?;
        self.in_production(&["migrate", "status"], 0)?;
        self.in_production(&["history"], 0)
    }

    /// Puts a version of the schema into the folder and prints what is new in it.
    fn take_schema(&self, step: &str) -> Result<()> {
        let source = workspace::root().join("examples/blog/steps").join(step);
        let text = self.databases.adapt(&read(&source)?);
        let schema = self.folder.join("schema.prisma");
        let before = fs::read_to_string(&schema).unwrap_or_default();
        println!("\n$ edit schema.prisma");
        let diff = TextDiff::from_lines(&before, &text);
        for (index, group) in diff.grouped_ops(1).iter().enumerate() {
            if index > 0 {
                println!("  …");
            }
            for change in group.iter().flat_map(|operation| diff.iter_changes(operation)) {
                let mark = match change.tag() {
                    ChangeTag::Insert => '+',
                    ChangeTag::Delete => '-',
                    ChangeTag::Equal => ' ',
                };
                print!("{mark} {change}");
            }
        }
        fs::write(&schema, text).with_context(|| format!("writing {}", schema.display()))
    }

    /// Prints what the migration whose name ends so consists of.
    fn list(&self, name: &str) -> Result<()> {
        let folder = self.migration(name)?;
        println!("\n$ ls {}", self.relative(&folder));
        for file in sorted_entries(&folder)? {
            println!("{}", file.file_name().unwrap_or_default().to_string_lossy());
        }
        Ok(())
    }

    /// Prints a file of that migration.
    fn show(&self, name: &str, file: &str) -> Result<()> {
        let path = self.migration(name)?.join(file);
        println!("\n$ cat {}", self.relative(&path));
        print!("{}", read(&path)?);
        Ok(())
    }

    fn migration(&self, name: &str) -> Result<PathBuf> {
        sorted_entries(&self.folder.join("migrations"))?
            .into_iter()
            .find(|path| path.to_string_lossy().ends_with(name))
            .with_context(|| format!("no migration `{name}` was written"))
    }

    fn relative(&self, path: &Path) -> String {
        path.strip_prefix(&self.folder).unwrap_or(path).display().to_string()
    }

    /// The command on the production database.
    fn in_production(&self, arguments: &[&str], expected: i32) -> Result<()> {
        let url: &[&str] = match self.databases {
            Databases::Sqlite => &["--url", "file:production.db"],
            Databases::Postgres { .. } => &["--url-env", "PRODUCTION_URL"],
        };
        self.comon(&[arguments, url].concat(), expected)
    }

    fn comon(&self, arguments: &[&str], expected: i32) -> Result<()> {
        let mut command = Command::new(&self.comon);
        command.args(arguments).current_dir(&self.folder).env_remove("DATABASE_URL");
        if let Databases::Postgres { development, production } = &self.databases {
            command.env("DEVELOPMENT_URL", development).env("PRODUCTION_URL", production);
        }
        println!("\n$ {}", shown(&command));
        let status = command.status().with_context(|| format!("starting {}", shown(&command)))?;
        if status.code() != Some(expected) {
            bail!("`{}` ended with {status}, not with exit code {expected}", shown(&command));
        }
        if expected != 0 {
            println!("(exit code {expected})");
        }
        Ok(())
    }
}

impl Databases {
    /// Two names on that server that no earlier demo has used.
    fn on_server(url: &str) -> Result<Self> {
        let (start, rest) =
            url.split_once("://").context("--postgres takes a URL: postgresql://…")?;
        let (address, parameters) = rest.split_once('?').unwrap_or((rest, ""));
        let server = address.split('/').next().unwrap_or(address);
        let moment = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        let database = |role: &str| {
            let separator = if parameters.is_empty() { "" } else { "?" };
            format!("{start}://{server}/comon_demo_{moment}_{role}{separator}{parameters}")
        };
        Ok(Self::Postgres { development: database("dev"), production: database("production") })
    }

    /// The example's schema for these databases.
    fn adapt(&self, schema: &str) -> String {
        match self {
            Self::Sqlite => schema.to_owned(),
            Self::Postgres { .. } => schema
                .replace("\"sqlite\"", "\"postgresql\"")
                .replace("\"file:dev.db\"", "env(\"DEVELOPMENT_URL\")"),
        }
    }

    fn say_what_is_left(&self) {
        match self {
            Self::Sqlite => println!("\nThat was the whole flow; the folder is gone again."),
            Self::Postgres { development, production } => {
                let name = |url: &str| {
                    let path = url.rsplit('/').next().unwrap_or_default();
                    path.split('?').next().unwrap_or_default().to_owned()
                };
                let (development, production) = (name(development), name(production));
                println!(
                    "\nThat was the whole flow. The server keeps the databases {development} and {production}."
                );
            }
        }
    }
}

fn say(line: &str) {
    println!("\n# {line}");
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
}

fn sorted_entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).and_then(|entries| {
        entries.map(|entry| entry.map(|entry| entry.path())).collect::<std::io::Result<Vec<_>>>()
    });
    let mut paths = entries.with_context(|| format!("reading {}", folder.display()))?;
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_gets_two_new_databases_with_the_same_parameters() -> Result<()> {
        let on_server = Databases::on_server("postgresql://me:pw@host:5433/app?sslmode=disable")?;
        let Databases::Postgres { development, production } = on_server else {
            bail!("a server was named");
        };
        assert!(development.starts_with("postgresql://me:pw@host:5433/comon_demo_"));
        assert!(production.ends_with("_production?sslmode=disable"));
        Ok(())
    }
}
