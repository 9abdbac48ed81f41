//! Installs what the tests need beyond Rust: a browser, a wasm toolchain, npm packages, Prisma's
//! validator and PostgreSQL servers. Each part looks first and installs only what is missing, so a
//! second run takes a second. Knows nothing of the tests themselves.

pub mod debian;
pub mod npm;
pub mod oracle;
pub mod servers;
pub mod wasm_toolchain;

use crate::workspace;
use anyhow::Result;
use servers::Servers;

/// Sees to everything that `cargo xtask test` needs, saying for each part what is there.
pub fn run(servers: Servers) -> Result<()> {
    npm::require_node()?;
    debian::require_chromium()?;
    debian::require_cpp_compiler()?;
    // A pooler to refuse, and a tracer that cuts a program off at a chosen write.
    debian::require("pgbouncer", "pgbouncer")?;
    debian::require("strace", "strace")?;
    let toolchain = wasm_toolchain::find_or_install()?;
    println!("wasm toolchain: {}", toolchain.describe());
    npm::install(&workspace::root().join("web-review"))?;
    oracle::install()?;
    servers::install(servers)
}
