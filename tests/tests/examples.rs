//! The examples are what the planner writes today: every artifact is sealed, starts where its
//! predecessor ends, and holds the SQL and the warnings that planning its two snapshots gives; and
//! each example's schema is the last one's `after.prisma`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests fail by panicking"
)]

use executor::artifact_dir;
use planner_core::artifact::{self, Artifact};
use planner_core::format;
use planner_core::review::replan::replan;
use planner_core::source::Sources;
use std::path::{Path, PathBuf};

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples").join(name)
}

fn artifacts(name: &str) -> Vec<Artifact> {
    let folders = artifact_dir::read_all(&example(name).join("migrations")).unwrap();
    folders
        .into_iter()
        .map(|folder| {
            assert_eq!(folder.problems, Vec::<String>::new(), "{}", folder.name);
            let files = folder.files.into_iter().collect();
            artifact::read(&folder.name, &files).unwrap_or_else(|error| panic!("{error:?}"))
        })
        .collect()
}

fn holds(name: &str) {
    let artifacts = artifacts(name);
    assert_eq!(artifacts.len(), 3, "{name} has three reviewed migrations");
    let mut state = String::new();
    for artifact in &artifacts {
        assert_eq!(artifact.unsealed, [], "{} is sealed", artifact.name);
        assert_eq!(artifact.before_schema, state, "{} follows its predecessor", artifact.name);
        let replanned = replan(artifact).unwrap_or_else(|error| panic!("{error:?}"));
        assert_eq!(replanned.planned.migration_sql, artifact.migration_sql, "{}", artifact.name);
        assert_eq!(replanned.warnings(), artifact.warnings, "{}", artifact.name);
        state.clone_from(&artifact.after_schema);
    }
    let schema = std::fs::read_to_string(example(name).join("schema.prisma")).unwrap();
    assert_eq!(format::format_text(&schema), schema, "schema.prisma is formatted");
    assert_eq!(format::snapshot(&Sources::single("schema.prisma", &schema)), state);
}

#[test]
fn blog_on_sqlite_is_current() {
    holds("blog");
}

#[test]
fn shop_on_postgresql_is_current() {
    holds("shop");
}
