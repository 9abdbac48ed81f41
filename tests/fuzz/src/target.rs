//! What every fuzz target does with libFuzzer's bytes: checks its laws within the limits, says
//! when an input was slower or larger than all before, and mutates by the language. Only built with the
//! feature `libfuzzer`.
#![allow(clippy::print_stderr, reason = "libFuzzer's log is standard error")]

use crate::laws::{self, Target};
use crate::meter::Meter;
use crate::mutate::mutate;
use crate::pool::Pool;
use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Duration;

/// Names the folder whose files the mutator takes its pieces from.
const POOL: &str = "COMON_FUZZ_POOL";

thread_local! {
    static METER: RefCell<Meter> = RefCell::new(Meter::limited());
}

/// Checks the laws of the target called `name` on some bytes.
pub fn run(name: &str, bytes: &[u8]) {
    let target: &Target =
        laws::TARGETS.iter().find(|target| target.name == name).expect("a target has laws");
    METER.with_borrow_mut(|meter| {
        let (before, largest) = (meter.slowest(), meter.largest());
        laws::hold(target, meter, bytes);
        let now = meter.slowest();
        if let Some(now) = meter.largest().filter(|now| Some(*now) != largest) {
            let (operation, bytes) = (now.operation, now.bytes);
            eprintln!("largest: {operation} of {bytes} bytes, {} MB", now.memory >> 20);
        }
        if let Some(slowest) =
            now.filter(|slowest| now != before && slowest.time > Duration::from_millis(1))
        {
            let (operation, bytes) = (slowest.operation, slowest.bytes);
            eprintln!("slowest: {operation} of {bytes} bytes, {} ms", slowest.time.as_millis());
        }
    });
}

/// Mutates in place; the new size. One time of four it is left to libFuzzer, which knows bytes.
pub fn mutated(data: &mut [u8], size: usize, most: usize, seed: u32) -> usize {
    let text = match std::str::from_utf8(data.get(..size).unwrap_or_default()) {
        Ok(text) if !seed.is_multiple_of(4) => text,
        _ => return libfuzzer_sys::fuzzer_mutate(data, size, most),
    };
    let changed = mutate(text, pool(), u64::from(seed), most.min(data.len()));
    let place = data.get_mut(..changed.len()).expect("the text is cut to the size of the place");
    place.copy_from_slice(changed.as_bytes());
    changed.len()
}

fn pool() -> &'static Pool {
    static FOUND: OnceLock<Pool> = OnceLock::new();
    FOUND.get_or_init(|| {
        let folder = PathBuf::from(std::env::var_os(POOL).expect("COMON_FUZZ_POOL names a folder"));
        let files = std::fs::read_dir(folder).expect("the pool's folder can be read");
        let texts = files.map(|file| {
            std::fs::read_to_string(file.expect("an entry").path()).expect("a pool's file is text")
        });
        let texts: Vec<String> = texts.collect();
        Pool::of(texts.iter().map(String::as_str))
    })
}
