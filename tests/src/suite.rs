//! Test programs whose modules are the files of a folder: which files were forgotten.

use std::path::Path;

/// The names of the Rust files beside `suite.rs` in `tests` of a package, which no line `mod NAME;` of its
/// text makes a part of it.
///
/// # Panics
///
/// The folder cannot be read.
pub fn forgotten(package: &str, suite: &str) -> Vec<String> {
    let folder = Path::new(package).join("tests");
    let entries = crate::corpus::entries(&folder).expect("the folder of the tests");
    let files = entries.iter().filter(|path| path.extension().is_some_and(|end| end == "rs"));
    let names = files.filter_map(|path| path.file_stem()?.to_str().map(str::to_owned));
    names.filter(|name| name != "suite" && !suite.contains(&format!("\nmod {name};\n"))).collect()
}
