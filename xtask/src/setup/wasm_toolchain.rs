//! A compiler for wasm32-unknown-unknown. Preferred is the target of the toolchain that builds
//! everything else; where rustup cannot bring it, Debian's compiler for the web builds the
//! standard library from its sources.

use super::debian;
use crate::workspace::{cargo, output_of};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The target triple.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Names one of the two by hand: `rustup` or `debian`.
const CHOICE: &str = "COMON_WASM_TOOLCHAIN";

const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "rust-web-src", "cargo-web", "lld-22"];

/// A way to compile for the web.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WasmToolchain {
    /// The compiler at hand has the target's standard library.
    Installed {
        /// Where that library lies.
        library: PathBuf,
    },
    /// Debian's compiler, with the standard library's sources and a linker.
    Debian {
        /// The linker's path.
        linker: PathBuf,
    },
}

impl WasmToolchain {
    /// What was taken, for people.
    pub fn describe(&self) -> String {
        match self {
            Self::Installed { library } => format!("the installed target {}", library.display()),
            Self::Debian { linker } => {
                format!("Debian's rustc-web, std from source, linker {}", linker.display())
            }
        }
    }

    /// The `cargo build` that compiles with it, as far as the toolchain decides.
    pub fn cargo_build(&self) -> Command {
        match self {
            Self::Installed { .. } => {
                let mut command = cargo();
                command.args(["build", "--target", TARGET]);
                command
            }
            Self::Debian { linker } => {
                let mut command = cargo_of_debian();
                command.args(["build", "--target", TARGET, "-Z", "build-std=std,panic_abort"]);
                command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
                command
            }
        }
    }
}

/// The toolchain that is there, else the one that can be installed.
pub fn find_or_install() -> Result<WasmToolchain> {
    let choice = std::env::var(CHOICE).ok();
    let (rustup, debian) = match choice.as_deref() {
        None => (true, true),
        Some("rustup") => (true, false),
        Some("debian") => (false, true),
        Some(other) => bail!("{CHOICE} is `{other}`: it can be `rustup` or `debian`"),
    };
    let found = rustup.then(installed).flatten().or_else(|| debian.then(of_debian).flatten());
    if let Some(found) = found {
        return Ok(found);
    }
    if rustup {
        println!("$ rustup target add {TARGET}");
        let added = output_of(Command::new("rustup").args(["target", "add", TARGET]));
        match added.map(|_| installed()) {
            Ok(Some(found)) => return Ok(found),
            Ok(None) => println!("rustup added the target to another toolchain than cargo uses"),
            Err(error) => println!("rustup could not add the target: {error:#}"),
        }
    }
    if debian {
        debian::install(&DEBIAN_PACKAGES)?;
        return of_debian().context("Debian's packages brought no compiler for the web");
    }
    bail!("no compiler for {TARGET}: run `rustup target add {TARGET}`")
}

fn installed() -> Option<WasmToolchain> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut command = Command::new(rustc);
    command.args(["--print", "target-libdir", "--target", TARGET]);
    let library = PathBuf::from(output_of(&mut command).ok()?.trim());
    library.is_dir().then_some(WasmToolchain::Installed { library })
}

fn of_debian() -> Option<WasmToolchain> {
    let parts =
        ["/usr/bin/rustc", "/usr/bin/cargo", "/usr/lib/rustlib/src/rust/library/Cargo.toml"];
    let whole = parts.iter().all(|part| Path::new(part).is_file());
    let linker = PathBuf::from("/usr/bin/wasm-ld-22");
    (whole && linker.is_file()).then_some(WasmToolchain::Debian { linker })
}

/// Debian's cargo and compiler, free of what rustup's cargo left in the environment. Building the
/// standard library counts as unstable, which this compiler allows when told so.
fn cargo_of_debian() -> Command {
    let mut command = Command::new("/usr/bin/cargo");
    command.current_dir(crate::workspace::root());
    for variable in ["CARGO", "RUSTUP_TOOLCHAIN", "RUSTC_WRAPPER", "LD_LIBRARY_PATH"] {
        command.env_remove(variable);
    }
    command.env("RUSTC", "/usr/bin/rustc").env("RUSTC_BOOTSTRAP", "1");
    command
}
