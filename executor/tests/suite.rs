//! All tests of the binary, in one program: a program for each file would be linked fifty times, and would start
//! servers of its own. A file is run alone by its name: `cargo test -p executor --test suite preflight::`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod accept;
mod bad_input;
mod baseline;
mod carried_ends;
mod check;
mod cleared;
mod comon_orm;
mod completions;
mod configuration;
mod continued_projects;
mod copies;
mod db_pull;
mod db_push;
mod deploy_failures;
mod deploy_faults;
mod deploy_flags;
mod dev_flow;
mod docs;
mod explain;
mod format;
mod generate;
mod github_action;
mod gitlab_template;
mod history_verify;
mod init;
mod json;
mod listed_states;
mod migrate_diff;
mod otel;
mod places_and_chains;
mod planned_anew;
mod poolers;
mod preflight;
mod prompts;
mod read_ahead;
mod reset;
mod revert;
mod review_git;
mod review_page;
mod review_samples;
mod review_since;
mod rollback;
mod secrets;
mod sections;
mod silent_network;
mod sqlite_flow;
mod surroundings;
mod together;
mod unmanaged_fates;
mod unmanaged_objects;
mod views;

#[test]
fn every_file_is_part_of_it() {
    let forgotten =
        comon_tests::suite::forgotten(env!("CARGO_MANIFEST_DIR"), include_str!("suite.rs"));
    assert_eq!(forgotten, [""; 0]);
}
