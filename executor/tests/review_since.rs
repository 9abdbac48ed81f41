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
    assert_eq!(repository.problems(), [format!("renamed-migration {SECOND}")]);
    fs::remove_dir_all(migrations.join(SECOND)).unwrap();
    assert_eq!(repository.problems(), [format!("deleted-migration {FIRST}")]);
}

#[test]
fn the_verdict_alone_is_said_where_it_is_asked_for() {
    let repository = repository();
    fs::write(repository.file(FIRST, "warnings.txt"), "none\n").unwrap();
    let verdict = "There are no migrations to review. Rules broken: 1.\n";
    let output = ["--format", "markdown", "--output", "out.md"].as_slice();
    let quiet = ["--quiet"].as_slice();
    let both = [output, quiet].concat();
    for (flags, expected) in [
        (quiet, verdict.to_owned()),
        (output, format!("{verdict}wrote out.md\n")),
        (&both, verdict.to_owned()),
    ] {
        let arguments = [&["review", "--since", "main"], flags].concat();
        let outcome = repository.project.run(&repository.database, &arguments);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (1, expected.as_str()), "{flags:?}");
    }
    // What is refused says why all the same.
    let refused = ["review", "--since", "none", "--quiet"];
    repository.project.run(&repository.database, &refused).expect(2, &["help: Fetch it"]);
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

const RUST: &str = "generator client {\n  provider = \"comon-rust\"\n  output = \"../src/db\"\n}\n";

/// A generator block of another kind.
fn block(name: &str, provider: &str, output: &str) -> String {
    format!("generator {name} {{\n  provider = {provider}\n  output = {output}\n}}\n")
}

/// A repository whose base has these blocks and what they generate, all of it committed.
fn with_clients(blocks: &str) -> Repository {
    let repository = repository();
    repository.git(&["checkout", "-q", "main"]);
    client_schema(&repository, blocks, "");
    repository.project.succeed(&repository.database, &["generate"]);
    repository.commit_all("clients");
    repository.git(&["checkout", "-q", "-b", "clients"]);
    repository
}

fn client_schema(repository: &Repository, blocks: &str, fields: &str) {
    repository.project.write_schema(&format!("{blocks}model User {{\n  id Int @id\n{fields}}}\n"));
}

fn notes(repository: &Repository) -> Vec<String> {
    let document = repository.review().1;
    let notes = document["notes"].as_array().unwrap().iter();
    notes
        .map(|note| {
            assert_eq!(note["code"], "unchecked-client");
            note["message"].as_str().unwrap().to_owned()
        })
        .collect()
}

#[test]
fn stale_clients_stop_it_in_every_format_and_current_ones_do_not() {
    let blocks = RUST.to_owned() + &block("web", "\"comon-typescript\"", "\"../web/models.ts\"");
    let repository = with_clients(&blocks);
    assert_eq!(repository.problems(), [""; 0]);
    // Planned and committed, and the client forgotten.
    client_schema(&repository, &blocks, "  name String?\n");
    let command = ["migrate", "dev", "--create-only", "--name", SECOND];
    repository.project.succeed(&repository.database, &command);
    repository.commit_all("second");
    let (code, document) = repository.review();
    let told = |at: usize| document["problems"][at]["message"].as_str().unwrap().to_owned();
    assert_eq!((code, repository.problems()), (1, vec!["stale-client -".to_owned(); 2]));
    assert_eq!(
        [told(0), told(1)],
        [
            "Generator client: 1 file is not what it makes of the schema: src/db/user.rs (changed).",
            "Generator web: 1 file is not what it makes of the schema: web/models.ts (changed).",
        ]
    );
    let place = "src/db/user.rs";
    for (format, words) in [
        ("text", format!("({place})\n  Write them anew with comon generate")),
        (
            "markdown",
            format!("({place}`)<br>Write them anew with comon generate").replace('(', "(`"),
        ),
        ("json", format!("\"file\": \"{place}\"")),
        ("sarif", format!("\"uri\": \"{place}\"")),
        ("github", format!("::error file={place},line=1,title=comon%3A stale-client::")),
        ("gitlab", format!("\"path\": \"{place}\"")),
    ] {
        let arguments = ["review", "--since", "main", "--format", format];
        let outcome = repository.project.run(&repository.database, &arguments);
        assert!(outcome.code == 1 && outcome.stdout.contains(&words), "{format}: {outcome}");
    }
    // Every file of the folder is looked at: one is gone, one no model asks for any more.
    let folder = repository.path().join("src/db");
    fs::copy(folder.join("user.rs"), folder.join("post.rs")).unwrap();
    fs::write(folder.join("own.rs"), "// Written by hand.\n").unwrap();
    fs::remove_file(folder.join("mod.rs")).unwrap();
    repository.git(&["add", "-A", "."]);
    repository.git(&["commit", "-q", "-m", "folder"]);
    let words = "3 files are not what it makes of the schema: src/db/mod.rs (missing), \
                 src/db/user.rs (changed), src/db/post.rs (left over).";
    repository.run("main").expect(1, &[words]);
    repository.project.succeed(&repository.database, &["generate"]);
    assert_eq!(repository.problems(), [""; 0]);
    // A checkout on Windows has other line ends.
    let text = fs::read_to_string(folder.join("user.rs")).unwrap();
    fs::write(folder.join("user.rs"), text.replace('\n', "\r\n")).unwrap();
    assert_eq!(repository.problems(), [""; 0]);
}

#[test]
fn clients_that_git_does_not_keep_are_made_elsewhere() {
    let repository = with_clients(RUST);
    client_schema(&repository, RUST, "  name String?\n");
    let command = ["migrate", "dev", "--create-only", "--name", SECOND];
    repository.project.succeed(&repository.database, &command);
    assert_eq!(repository.problems(), ["stale-client -"]);
    // Deleted and not ignored: forgotten.
    repository.git(&["rm", "-r", "-q", "src"]);
    assert_eq!(repository.problems(), ["stale-client -"]);
    // Ignored: a build makes them, and what lies around here is nobody's commit.
    fs::write(repository.path().join(".gitignore"), "/src/db\n").unwrap();
    assert_eq!(repository.problems(), [""; 0]);
    fs::create_dir_all(repository.path().join("src/db")).unwrap();
    fs::write(repository.path().join("src/db/user.rs"), "// Written by `comon generate`\n")
        .unwrap();
    assert_eq!(repository.problems(), [""; 0]);
    // A checkout of the schema's folder alone: the commit says what the client is.
    let other = with_clients(RUST);
    other.git(&["sparse-checkout", "set", "prisma"]);
    assert!(!other.path().join("src").exists());
    assert_eq!(other.problems(), [""; 0]);
    client_schema(&other, RUST, "  name String?\n");
    assert_eq!(other.problems(), ["forgotten-migration -", "stale-client -"]);
}

#[test]
fn a_review_runs_no_generator_and_reads_no_environment_and_no_file_outside() {
    let mark = tempfile::tempdir().unwrap();
    let ran = mark.path().join("ran");
    let repository = repository();
    let program = repository.path().join("prisma/gen.sh");
    fs::write(&program, format!("#!/bin/sh\ntouch {}\n", ran.display())).unwrap();
    std::process::Command::new("chmod").arg("+x").arg(&program).status().unwrap();
    fs::write(mark.path().join("secret.ts"), "// a secret\n").unwrap();
    let outside = format!("{:?}", mark.path().join("secret.ts"));
    std::os::unix::fs::symlink(mark.path(), repository.path().join("away")).unwrap();
    fs::write(repository.path().join("mine.ts"), "// Written by hand.\n").unwrap();
    let blocks = [
        block("program", "\"./gen.sh\"", "\"../out\""),
        block("prisma", "\"prisma-client-js\"", "\"../out\""),
        block("variable", "\"comon-typescript\"", "env(\"HOME\")"),
        block("provider", "env(\"HOME\")", "\"../out\""),
        block("absolute", "\"comon-typescript\"", &outside),
        block("above", "\"comon-typescript\"", "\"../../../x.ts\""),
        block("link", "\"comon-typescript\"", "\"../away/secret.ts\""),
        block("taken", "\"comon-typescript\"", "\"../mine.ts\""),
    ]
    .concat();
    client_schema(&repository, &blocks, "");
    repository.commit_all("blocks");
    let unread = "the environment says what they are, and a review does not read it";
    let expected = [
        ("program", "./gen.sh is a program, and a review runs none"),
        ("variable", unread),
        ("provider", unread),
        ("absolute", "they go out of the repository"),
        ("above", "they go out of the repository"),
        ("link", "they go out of the repository"),
        ("taken", "mine.ts is a file that comon did not write"),
    ]
    .map(|(name, why)| {
        format!("Whether the files of generator {name} are current was not looked at: {why}.")
    });
    assert_eq!(notes(&repository), expected);
    assert_eq!(repository.problems(), [""; 0]);
    let home = std::env::var("HOME").unwrap_or_default();
    let shown = repository.run("main");
    assert!(home.is_empty() || !shown.stdout.contains(&home), "{shown}");
    assert!(!ran.exists(), "the program of the branch ran");
    // A link within the repository leads to what nobody reviewed.
    fs::remove_file(repository.path().join("away")).unwrap();
    fs::create_dir(repository.path().join("real")).unwrap();
    std::os::unix::fs::symlink("real", repository.path().join("away")).unwrap();
    client_schema(&repository, &block("link", "\"comon-typescript\"", "\"../away/secret.ts\""), "");
    let found = notes(&repository);
    assert!(found.len() == 1 && found[0].contains("is a link, or has one in it"), "{found:?}");
}

#[test]
fn a_stale_client_of_another_schema_of_the_repository_is_not_this_ones() {
    let repository = with_clients(RUST);
    let root = repository.path().to_owned();
    let copied = std::process::Command::new("cp")
        .args(["-r", "prisma", "other"])
        .current_dir(&root)
        .status()
        .unwrap();
    assert!(copied.success());
    let there = fs::read_to_string(root.join("prisma/schema.prisma")).unwrap();
    fs::write(root.join("other/schema.prisma"), there.replace("../src/db", "../other/db")).unwrap();
    repository.commit_all("another schema, whose client was forgotten");
    assert_eq!(repository.problems(), [""; 0]);
    let (code, document) = repository.review_with(&["--since", "main", "--all"]);
    let projects = document["projects"].as_array().unwrap().iter();
    let found: Vec<_> = projects
        .map(|each| (each["project"]["schema"].as_str().unwrap(), &each["problems"][0]["code"]))
        .collect();
    assert_eq!(code, 1);
    let null = serde_json::Value::Null;
    let stale = serde_json::Value::from("stale-client");
    assert_eq!(found, [("other/schema.prisma", &stale), ("prisma/schema.prisma", &null)]);
}
