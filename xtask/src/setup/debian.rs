//! Debian's packages: what is missing is installed where that is possible, and otherwise named
//! together with the command that a person has to run.

use crate::workspace::{output_of, run};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

/// A Chromium to drive: what `CHROMIUM` names, else one of the usual names, else Debian's.
pub fn require_chromium() -> Result<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let usual =
        || ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(find_program);
    let found = match named.or_else(usual) {
        Some(found) => found,
        None => {
            install(&["chromium"])?;
            find_program("chromium").context("Debian's package brought no `chromium`")?
        }
    };
    println!("chromium: {}", found.display());
    Ok(found)
}

/// A C++ compiler for libFuzzer: what `CXX` names, else `c++`, else Debian's.
pub fn require_cpp_compiler() -> Result<()> {
    if std::env::var_os("CXX").is_none() && find_program("c++").is_none() {
        install(&["g++"])?;
        find_program("c++").context("Debian's package brought no `c++`")?;
    }
    Ok(())
}

/// A program that Debian has in a package of that name.
pub fn require(program: &str, package: &str) -> Result<()> {
    if find_program(program).is_none() {
        install(&[package])?;
        find_program(program)
            .with_context(|| format!("Debian's {package} brought no `{program}`"))?;
    }
    Ok(())
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
