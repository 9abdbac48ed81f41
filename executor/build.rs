//! The built review page -> a part of the binary. In: page/review.html, where `cargo xtask page` put it. Out: the
//! same in the folder of the build, an empty file where there is none: the binary then says how to get it.

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    // The folder is always there, so that no build is due to its absence.
    println!("cargo::rerun-if-changed=page");
    let page = fs::read("page/review.html").unwrap_or_default();
    let output = env::var_os("OUT_DIR").unwrap_or_default();
    fs::write(Path::new(&output).join("review.html"), page)
}
