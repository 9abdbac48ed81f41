//! `comon review --since`: branches of real git repositories, and what they break of the history
//! that their base has.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::repository::{FIRST, Repository, SECOND};
use std::fs;
use std::path::Path;

fn repository() -> Repository {
    Repository::new(env!("CARGO_BIN_EXE_comon"))
}

#[test]
fn what_a_branch_adds_is_reviewed_and_nothing_else() {
    let repository = repository();
    assert_eq!(repository.problems(), [""; 0]);
    repository.run("main").expect(0, &["There are no migrations to review."]);
    repository.plan(SECOND, "  name String?\n");
    // Committed or not: what stands in the checkout counts.
    let open = repository.review();
    repository.commit("second");
    for (code, document) in [open, repository.review()] {
        let reviews = document["reviews"].as_array().unwrap();
        assert_eq!((code, reviews.len()), (0, 1), "{document:#}");
        assert_eq!(reviews[0]["name"], SECOND);
    }
    repository.run("HEAD").expect(0, &["There are no migrations to review."]);
    let both = ["review", "--since", "HEAD", SECOND];
    repository.project.run(&repository.database, &both).expect(2, &["cannot be used with"]);
}

#[test]
fn history_that_the_base_has_is_not_edited_deleted_or_renamed() {
    let repository = repository();
    let warnings = repository.file(FIRST, "warnings.txt");
    let before = fs::read(&warnings).unwrap();
    fs::write(&warnings, "none\n").unwrap();
    assert_eq!(repository.problems(), [format!("edited-migration {FIRST}")]);
    repository
        .run("main")
        .expect(1, &["edited-migration: ", "(warnings.txt)", "Rules broken: 1.", "Restore it"]);
    fs::write(&warnings, before).unwrap();

    let migrations = repository.project.migrations();
    fs::rename(migrations.join(FIRST), migrations.join(SECOND)).unwrap();
    let renamed = repository.problems();
    assert!(renamed.contains(&format!("renamed-migration {SECOND}")), "{renamed:?}");
    fs::remove_dir_all(migrations.join(SECOND)).unwrap();
    let deleted = repository.problems();
    assert!(deleted.contains(&format!("deleted-migration {FIRST}")), "{deleted:?}");
}

#[test]
fn two_branches_planned_from_one_base_are_found_before_and_after_the_merge() {
    let repository = repository();
    repository.plan(SECOND, "  name String?\n");
    repository.commit("second");
    repository.git(&["checkout", "-q", "main"]);
    let theirs = "20240301000000_theirs";
    repository.plan(theirs, "  mail String?\n");
    repository.commit("theirs");
    repository.git(&["checkout", "-q", "change"]);
    assert_eq!(repository.problems(), [format!("broken-chain {SECOND}")]);
    repository.run("main").expect(1, &[theirs, "comon migrate rebase"]);

    repository.git(&["merge", "-q", "-s", "ours", "-m", "merge", "main"]);
    repository.git(&["checkout", "-q", "main", "--", "prisma/migrations"]);
    repository.write("  name String?\n  mail String?\n");
    repository.commit("joined");
    let joined = repository.problems();
    assert!(joined.contains(&format!("out-of-order {SECOND}")), "{joined:?}");
}

#[test]
fn a_schema_without_its_migration_and_another_configuration_stop_it() {
    let repository = repository();
    repository.write("  name String?\n");
    assert_eq!(repository.problems(), ["forgotten-migration -"]);
    repository.run("main").expect(1, &["Adds User.name", "comon migrate dev --create-only"]);
    repository.write("  name Strin?\n");
    assert_eq!(repository.problems(), ["invalid-schema -"]);
    repository.write("");
    let config = repository.project.path().join("prisma/comon.toml");
    fs::write(&config, "[levels]\nunindexed-foreign-key = \"silent\"\n").unwrap();
    assert_eq!(repository.problems(), ["changed-configuration -"]);
    repository.commit("configuration");
    repository.git(&["checkout", "-q", "-b", "later"]);
    let later = repository.project.json(&repository.database, &["review", "--since", "change"]);
    assert_eq!(later.1["problems"].as_array().unwrap().len(), 0, "{:#}", later.1);
}

#[test]
fn names_of_commits_are_names_and_never_options() {
    let repository = repository();
    for hostile in ["none", "--output=/tmp/x", "-h", "main..change", "@{-9}", "$(id)", "main\n"] {
        let since = format!("--since={hostile}");
        let outcome = repository.project.run(&repository.database, &["review", &since]);
        outcome.expect(2, &["error[unknown-git-ref]"]);
    }
    assert!(!Path::new("/tmp/x").exists());
}

#[test]
fn a_shallow_clone_says_what_to_fetch() {
    let repository = repository();
    repository.plan(SECOND, "  name String?\n");
    repository.commit("second");
    repository.git(&["checkout", "-q", "main"]);
    repository.write("/// Theirs.\n");
    repository.commit("theirs");
    let clone = repository.project.path().join("shallow");
    let from = format!("file://{}", repository.project.path().display());
    let shown = clone.to_str().unwrap();
    let depth = ["clone", "-q", "--depth", "1", "--no-single-branch", "-b", "change", &from, shown];
    repository.git(&depth);
    let schema = clone.join("prisma/schema.prisma");
    let arguments = ["review", "--since", "origin/main", "--schema", schema.to_str().unwrap()];
    let outcome = repository.project.run(&repository.database, &arguments);
    outcome.expect(2, &["error[no-merge-base]", "git fetch --unshallow"]);
}

#[test]
fn links_and_what_a_repository_configures_are_not_followed() {
    let repository = repository();
    let mark = repository.project.path().join("ran");
    let command = format!("touch {}; cat", mark.display());
    for key in ["core.fsmonitor", "diff.external", "diff.prisma.textconv", "filter.f.smudge"] {
        repository.git(&["config", key, &command]);
    }
    fs::write(repository.project.path().join(".gitattributes"), "* filter=f diff=prisma\n")
        .unwrap();
    assert_eq!(repository.problems(), [""; 0]);
    assert!(!mark.exists());

    let after = repository.file(FIRST, "after.prisma");
    let aside = repository.project.path().join("aside");
    fs::rename(&after, &aside).unwrap();
    std::os::unix::fs::symlink(&aside, &after).unwrap();
    assert_eq!(repository.problems(), [format!("invalid-local-artifacts {FIRST}")]);
    repository.run("main").expect(1, &["invalid-local-artifacts: ", "after.prisma"]);
}

#[test]
fn paths_of_any_characters_and_folders_below_the_root_are_found() {
    let repository = repository();
    let folder = repository.project.path().join("pâté de maison/app");
    fs::create_dir_all(&folder).unwrap();
    fs::rename(repository.project.path().join("prisma"), folder.join("prisma")).unwrap();
    repository.git(&["add", "-A", "."]);
    repository.git(&["commit", "-q", "-m", "moved"]);
    repository.git(&["branch", "-f", "main"]);
    let schema = folder.join("prisma/schema.prisma");
    let warnings = folder.join("prisma/migrations").join(FIRST).join("warnings.txt");
    let arguments = ["review", "--since", "main", "--schema", schema.to_str().unwrap()];
    let clean = repository.project.json(&repository.database, &arguments);
    assert_eq!(clean.1["problems"].as_array().map(Vec::len), Some(0), "{:#}", clean.1);
    fs::write(&warnings, "none\n").unwrap();
    repository.project.run(&repository.database, &arguments).expect(1, &["edited-migration: "]);
}
