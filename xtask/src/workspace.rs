//! Where things lie in the repository, and how commands are run and shown. Knows nothing of what
//! the commands are for.

use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether this run has built the tests of the whole workspace.
static TESTS_ARE_BUILT: AtomicBool = AtomicBool::new(false);

/// The repository's top folder.
pub fn root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    package.parent().map_or(package.clone(), Path::to_path_buf)
}

/// Cargo's output folder.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().join("target"), |set| root().join(set))
}

/// The `cargo` that runs this program, working in the repository.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// A command that works in `folder`.
pub fn command_in(folder: &Path, program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder);
    command
}

/// Runs a command after printing it; an error names the command and how it ended.
pub fn run(command: &mut Command) -> Result<()> {
    println!("$ {}", shown(command));
    let status = command.status().with_context(|| format!("cannot start `{}`", shown(command)))?;
    if !status.success() {
        bail!("`{}` ended with {status}", shown(command));
    }
    Ok(())
}

/// To be called once `cargo test --workspace` has built everything.
pub fn tests_are_built() {
    TESTS_ARE_BUILT.store(true, Ordering::Relaxed);
}

/// A debug build of a program of `executor` or `comon-tests`, as a command that works in the repository.
/// Alone it is built with the features that its package asks for. In a run that built the workspace's
/// tests it is the one built with them: these packages have integration tests, for which cargo builds
/// their programs, and another set of features would compile every dependency a second time.
pub fn program(package: &str, name: &str) -> Result<Command> {
    if !TESTS_ARE_BUILT.load(Ordering::Relaxed) {
        let build = ["build", "--locked", "--package", package, "--bin", name];
        run(cargo().args(build))?;
    }
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    Ok(command_in(&root(), target().join("debug").join(file)))
}

/// Runs a command silently and gives its standard output; an error carries what it wrote.
pub fn output_of(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("cannot start `{}`", shown(command)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` ended with {}\n{}", shown(command), output.status, said.trim_end());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A command as one would type it, the program by its file name.
pub fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    let words = std::iter::once(name).chain(command.get_args());
    words.map(quoted).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    let plain = |each: char| each.is_ascii_alphanumeric() || "-_./:=,+@".contains(each);
    if !word.is_empty() && word.chars().all(plain) {
        word.into_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_one_would_type_it() {
        let mut command = Command::new("/usr/bin/comon");
        command.args(["migrate", "dev", "--name", "it's new"]);
        assert_eq!(shown(&command), r"comon migrate dev --name 'it'\''s new'");
    }
}
