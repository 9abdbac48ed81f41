//! docs/bad-input-and-state.md says the truth: every test that it names is there, in a file that holds
//! the exit code and the words that the page shows beside it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::Path;

#[test]
fn every_listed_state_has_its_test_with_that_exit_code_and_these_words() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("../docs/bad-input-and-state.md")).unwrap();
    let mut count = 0;
    for line in page.lines().filter(|line| line.starts_with("| ") && line.contains("::")) {
        let cells: Vec<&str> = line.trim_matches(['|', ' ']).split(" | ").collect();
        let [_, code, words, test] = cells[..] else { panic!("not four cells: {line}") };
        let words = words.trim_matches('`');
        let (file, name) = test.trim_matches('`').split_once("::").unwrap();
        let source = fs::read_to_string(root.join(format!("tests/{file}.rs"))).unwrap();
        let (before, _) = source
            .split_once(&format!("\nfn {name}() {{"))
            .unwrap_or_else(|| panic!("{file} has no test {name}"));
        let attributes = before.rsplit("\n\n").next().unwrap_or_default();
        assert!(attributes.contains("#[test]"), "{file}::{name} is no test");
        assert!(source.contains(words), "{file} does not look for `{words}`");
        assert!(source.contains(code), "{file} expects no exit code {code}");
        count += 1;
    }
    assert!(count >= 40, "only {count} kinds are listed");
}
