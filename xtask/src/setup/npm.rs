//! npm's packages, exactly as the package-lock.json beside the package.json says, and without
//! running their install scripts.

use crate::workspace::{command_in, output_of, run};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;
use std::process::Command;

/// What Vite asks for.
const OLDEST_NODE: (u32, u32) = (20, 19);

/// Refuses a machine without Node.js, or with one that is too old, saying what to do.
pub fn require_node() -> Result<()> {
    let (major, minor) = OLDEST_NODE;
    let help = format!("install Node.js {major}.{minor} or newer with npm (https://nodejs.org)");
    let version = output_of(Command::new("node").arg("--version")).with_context(|| help.clone())?;
    if version_of(&version).is_none_or(|found| found < OLDEST_NODE) {
        bail!("Node.js {} is too old: {help}", version.trim());
    }
    println!("node: {}", version.trim());
    Ok(())
}

/// Installs the packages of `folder`, unless just these are there.
pub fn install(folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let wanted =
        fs::read_to_string(&lock).with_context(|| format!("reading {}", lock.display()))?;
    let stamp = folder.join("node_modules/.installed-lock.json");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        println!("npm packages: {} (present)", folder.display());
        return Ok(());
    }
    let mut command = command_in(folder, "npm");
    run(command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    fs::write(&stamp, wanted).with_context(|| format!("writing {}", stamp.display()))
}

fn version_of(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim().trim_start_matches('v').split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_node_is_told_from_a_new_one() {
        assert_eq!(version_of("v20.20.2\n"), Some((20, 20)));
        assert!(version_of("v18.19.0").is_some_and(|old| old < OLDEST_NODE));
        assert_eq!(version_of("strange"), None);
    }
}
