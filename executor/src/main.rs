//! The binary `comon`: command line in, exit code out. Everything else is the library.

use executor::commands::{Cli, usage};
use executor::error::{Error, Result};
use executor::interrupt::Interrupt;
use executor::output::{Report, Terminal, log};

/// Large schemas are many small texts, which it hands out faster than most systems do.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    let cli = match usage::parse(std::env::args_os().collect()) {
        Ok(cli) => cli,
        Err(code) => return std::process::ExitCode::from(code),
    };
    log::redact_panics();
    let logs = log::start();
    let terminal = cli.terminal();
    let code = match run(cli, &terminal) {
        Ok(report) => terminal.report(&report),
        Err(error) => terminal.error(&error),
    };
    logs.end();
    std::process::ExitCode::from(u8::try_from(code).unwrap_or(3))
}

fn run(cli: Cli, terminal: &Terminal) -> Result<Report> {
    // With workers, what a server answers would go from thread to thread.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::failed("no-runtime", format!("The run cannot begin: {error}.")))?;
    let result = runtime.block_on(async {
        let interrupt = Interrupt::listen().map_err(|error| {
            Error::failed("no-signals", format!("Signals cannot be listened for: {error}."))
        })?;
        tokio::select! {
            biased;
            result = cli.run(terminal, &interrupt) => result,
            () = interrupt.asked_unguarded() => Err(interrupt.error().unwrap_or_else(|| {
                Error::failed("interrupted", "Stopped.")
            })),
        }
    });
    // A statement that a driver's thread still runs must not hold the process.
    runtime.shutdown_background();
    result
}
