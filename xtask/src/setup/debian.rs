//! Debian's packages: what is missing is installed where that is possible, and otherwise named
//! together with the command that a person has to run.

use crate::workspace::{output_of, run};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

/// The program's path; where it is missing, the packages that bring it are installed.
pub fn require_program(program: &str, packages: &[&str]) -> Result<PathBuf> {
    if let Some(path) = find_program(program) {
        println!("{program}: {}", path.display());
        return Ok(path);
    }
    install(packages)?;
    find_program(program)
        .with_context(|| format!("`{program}` is still missing after its packages were installed"))
}

/// Where a program stands on PATH.
pub fn find_program(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|path| path.is_file())
}

/// Installs packages with apt-get, as root or through a sudo that asks no password.
pub fn install(packages: &[&str]) -> Result<()> {
    let wanted = packages.join(" ");
    if find_program("apt-get").is_none() {
        bail!("this machine has no apt-get: install what Debian calls `{wanted}` and run again");
    }
    let prefix = privileges().with_context(|| {
        format!("installing needs root: run `apt-get install {wanted}` as root, then run again")
    })?;
    let apt = |arguments: &[&str]| {
        let mut words = prefix.iter().copied().chain(["apt-get"]);
        let mut command = Command::new(words.next().unwrap_or("apt-get"));
        command.args(words).args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    static UPDATED: OnceLock<()> = OnceLock::new();
    if UPDATED.set(()).is_ok() {
        run(&mut apt(&["update", "-qq"]))?;
    }
    let mut command = apt(&["install", "-y", "-qq", "--no-install-recommends"]);
    run(command.args(packages))
}

fn privileges() -> Option<&'static [&'static str]> {
    if is_root() {
        return Some(&[]);
    }
    let sudo = Command::new("sudo").args(["-n", "true"]).output().ok()?;
    sudo.status.success().then_some(&["sudo", "-n"])
}

/// Whether this process may do everything.
pub fn is_root() -> bool {
    output_of(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}
