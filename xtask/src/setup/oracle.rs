//! Prisma's validator, formatter and schema engine for the tests: the npm packages of tests/oracle, in
//! the folder `oracle` where the tests look for their tools: `COMON_TEST_TOOLS`, else `target/test-tools`.

use super::{npm, servers};
use crate::workspace;
use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;

/// Where they are installed.
pub fn folder() -> PathBuf {
    servers::tools().join("oracle")
}

/// Installs the packages where they are missing.
pub fn install() -> Result<()> {
    let folder = folder();
    fs::create_dir_all(&folder).with_context(|| format!("creating {}", folder.display()))?;
    for file in ["package.json", "package-lock.json", ".npmrc"] {
        let source = workspace::root().join("tests/oracle").join(file);
        fs::copy(&source, folder.join(file))
            .with_context(|| format!("copying {}", source.display()))?;
    }
    npm::install(&folder)
}
