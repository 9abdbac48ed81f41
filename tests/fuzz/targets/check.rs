//! The laws of `check` under libFuzzer: see `comon_fuzz::laws`. `cargo xtask fuzz` builds and runs it.
#![no_main]

use comon_fuzz::target;
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_target!(|bytes: &[u8]| target::run("check", bytes));

fuzz_mutator!(|data: &mut [u8], size: usize, most: usize, seed: u32| {
    target::mutated(data, size, most, seed)
});
