//! The built review page -> a part of the binary. In: page/review.html, where `cargo xtask page` put it. Out: the
//! same in the folder of the build, an empty file where there is none: the binary then says how to get it. On Windows
//! also how large the stack of the main thread is.

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    // What is planned in the main thread has the room there that it has on a Unix.
    if env::var_os("CARGO_CFG_WINDOWS").is_some() {
        let flag = match env::var("CARGO_CFG_TARGET_ENV").as_deref() {
            Ok("msvc") => "/STACK:8388608",
            _ => "-Wl,--stack,8388608",
        };
        println!("cargo::rustc-link-arg-bins={flag}");
    }
    // The folder is always there, so that no build is due to its absence.
    println!("cargo::rerun-if-changed=page");
    let page = fs::read("page/review.html").unwrap_or_default();
    let output = env::var_os("OUT_DIR").unwrap_or_default();
    fs::write(Path::new(&output).join("review.html"), page)
}
