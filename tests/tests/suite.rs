//! All tests of planned migrations, in one program: a program for each file would be linked twenty times, and
//! would start servers of its own. A file is run alone by its name: `cargo test -p comon-tests --test suite
//! locks::`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod applications;
mod cases;
mod casts;
mod examples;
mod format;
mod gallery;
mod invariants;
mod language;
mod live_sides;
mod locks;
mod oracle;
mod properties;
mod pull;
mod pull_cases;
mod review_markdown;
mod reviews;
mod servers;
mod verdict;
mod warnings;

#[test]
fn every_file_is_part_of_it() {
    let forgotten =
        comon_tests::suite::forgotten(env!("CARGO_MANIFEST_DIR"), include_str!("suite.rs"));
    assert_eq!(forgotten, [""; 0]);
}
