//! Measures every operation on every family: how long it takes, how much memory the process had at
//! most, and what came out. `measure [BYTES] [PART]`; each measurement is a process of its own, so
//! build with `--release`. What is over the limits is marked, and is what it exits with.
#![allow(clippy::print_stdout, reason = "this program prints a table")]

use comon_fuzz::families::{self, Family};
use comon_fuzz::meter::{LIMIT, Meter};
use comon_fuzz::operations::{OPERATIONS, Operation};
use planner_core::source::Sources;
use std::error::Error;
use std::process::{Command, ExitCode};

const MEGABYTE: usize = 1 << 20;

/// The most memory, in kilobytes.
const MOST: usize = 512 << 10;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let size = arguments.first().map_or(Ok(MEGABYTE), |size| size.parse())?;
    if let [_, family, operation] = arguments.as_slice() {
        let family = families::all().find(|each| each.name == family).ok_or("no such family")?;
        let wanted = OPERATIONS.iter().find(|each| each.name == operation);
        println!("{}", measured(family, wanted.ok_or("no such operation")?, size)?);
        return Ok(ExitCode::SUCCESS);
    }
    let part = arguments.get(1).map_or("", String::as_str);
    let (mut over, mut all) = (0, 0);
    for family in families::all().filter(|family| family.name.contains(part)) {
        for operation in OPERATIONS {
            let mut command = Command::new("timeout");
            command.arg("60").arg(std::env::current_exe()?);
            let output = command.args([&size.to_string(), family.name, operation.name]).output()?;
            let said = String::from_utf8_lossy(&output.stdout);
            let said = if output.status.success() {
                said.trim_end().to_owned()
            } else {
                format!("{}  OVER", output.status)
            };
            over += usize::from(said.ends_with("OVER"));
            all += 1;
            println!("{:<58} {:<9}{said}", family.name, operation.name);
        }
    }
    let (most, memory) = (LIMIT.as_millis(), MOST >> 10);
    println!("{} passed, {over} failed; the limits are {most} ms and {memory} MB", all - over);
    Ok(if over == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn measured(family: &Family, operation: &Operation, size: usize) -> Result<String, Box<dyn Error>> {
    let sources = Sources::single("schema.prisma", &(family.text)(size));
    let mut meter = Meter::unlimited();
    let outcome = (operation.run)(&mut meter, &sources);
    let time = meter.slowest().map_or_else(Default::default, |slowest| slowest.time);
    let memory = peak_memory()?;
    let mark = if time > LIMIT || memory > MOST { "  OVER" } else { "" };
    Ok(format!("{:>6} ms {:>5} MB  {outcome}{mark}", time.as_millis(), memory >> 10))
}

/// The most memory that this process had, in kilobytes.
fn peak_memory() -> Result<usize, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM")).ok_or("no VmHWM")?;
    Ok(line.split_whitespace().nth(1).ok_or("no number")?.parse()?)
}
