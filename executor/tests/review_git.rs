//! `comon review --since` in the situations that real repositories are in, on real ones: what branches, merges and
//! checkouts do to migrations, and what git lets a name or a path be. `review_since.rs` has the rules.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use comon_tests::repository::{FIRST, Repository, SECOND, git_in, problems};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

const NAME: &str = "  name String?\n";
const MAIL: &str = "  mail String?\n";
const THEIRS: &str = "20240301000000_theirs";

fn repository() -> Repository {
    Repository::new(env!("CARGO_BIN_EXE_comon"))
}

/// One whose branch has added a migration.
fn with_second() -> Repository {
    let repository = repository();
    repository.plan(SECOND, NAME);
    repository.commit("second");
    repository
}

fn names(document: &Value) -> Vec<&str> {
    let reviews = document["reviews"].as_array().unwrap_or_else(|| panic!("{document:#}"));
    reviews.iter().map(|each| each["name"].as_str().unwrap()).collect()
}

/// The review of a schema elsewhere.
fn review_at(repository: &Repository, schema: &Path, since: &str) -> (i32, Value) {
    repository.review_with(&["--since", since, "--schema", schema.to_str().unwrap()])
}

#[test]
fn a_force_pushed_base_is_compared_where_the_histories_part() {
    let repository = with_second();
    repository.git(&["checkout", "-q", "main"]);
    repository.write("/// Written anew.\n");
    repository.git(&["add", "-A", "prisma"]);
    repository.git(&["commit", "-q", "--amend", "-m", "another first"]);
    repository.git(&["checkout", "-q", "change"]);
    // Nothing is in common any more.
    repository.run("main").expect(2, &["error[no-merge-base]", "Give a commit"]);
    repository.git(&["rebase", "-q", "-X", "theirs", "--onto", "main", "change~1", "change"]);
    let (code, document) = repository.review();
    assert_eq!((code, names(&document)), (0, vec![SECOND]), "{document:#}");
}

#[test]
fn a_branch_that_was_rebased_onto_theirs_says_which_chain_it_breaks() {
    let repository = with_second();
    repository.git(&["checkout", "-q", "main"]);
    repository.plan(THEIRS, MAIL);
    repository.commit("theirs");
    repository.git(&["checkout", "-q", "change"]);
    repository.git(&["rebase", "-q", "-X", "theirs", "main"]);
    repository.write(&format!("{NAME}{MAIL}"));
    repository.commit("joined");
    let found = repository.problems();
    assert!(found.contains(&format!("out-of-order {SECOND}")), "{found:?}");
    repository.run("main").expect(1, &["comon migrate rebase"]);
}

#[test]
fn a_migration_that_is_reverted_on_the_branch_is_deleted_and_one_of_the_branch_is_gone() {
    let repository = with_second();
    repository.git(&["revert", "--no-edit", "HEAD"]);
    let (code, document) = repository.review();
    assert_eq!((code, names(&document).len()), (0, 0), "{document:#}");
    repository.git(&["revert", "--no-edit", "HEAD"]);
    repository.git(&["branch", "-f", "main"]);
    repository.git(&["revert", "--no-edit", "HEAD"]);
    assert_eq!(repository.problems(), [format!("deleted-migration {SECOND}")]);
}

#[test]
fn squashed_commits_are_one_change() {
    let repository = with_second();
    repository.plan(THEIRS, &format!("{NAME}{MAIL}"));
    repository.commit("third");
    repository.git(&["checkout", "-q", "-b", "squashed", "main"]);
    repository.git(&["merge", "-q", "--squash", "change"]);
    let (code, document) = repository.review();
    assert_eq!((code, names(&document)), (0, vec![SECOND, THEIRS]), "{document:#}");
    repository.git(&["commit", "-q", "-m", "squashed"]);
    assert_eq!(names(&repository.review().1), [SECOND, THEIRS]);
    // The base that took the squash has them; the branch that it came from adds nothing.
    repository.git(&["branch", "-f", "main"]);
    repository.git(&["checkout", "-q", "change"]);
    let merged = repository.review();
    assert_eq!(problems(&merged), [""; 0], "{:#}", merged.1);
}

#[test]
fn renamed_migrations_are_told_from_new_ones_with_git_mv() {
    let repository = with_second();
    repository.git(&["branch", "-f", "main"]);
    let (old, new) = (format!("prisma/migrations/{SECOND}"), format!("prisma/migrations/{THEIRS}"));
    repository.git(&["mv", &old, &new]);
    repository.git(&["commit", "-q", "-m", "renamed"]);
    assert_eq!(repository.problems(), [format!("renamed-migration {THEIRS}")]);
}

#[test]
fn a_checkout_with_windows_line_ends_changes_nothing() {
    let repository = with_second();
    repository.git(&["branch", "-f", "main"]);
    repository.git(&["config", "core.autocrlf", "true"]);
    fs::remove_dir_all(repository.path().join("prisma")).unwrap();
    repository.git(&["checkout", "-q", "-f", "."]);
    let sql = fs::read(repository.file(SECOND, "migration.sql")).unwrap();
    assert!(sql.windows(2).any(|pair| pair == b"\r\n"), "git made no line ends of Windows");
    let (code, document) = repository.review();
    assert_eq!((code, names(&document).len()), (0, 0), "{document:#}");
    // An edit is one all the same.
    fs::write(repository.file(SECOND, "migration.sql"), [sql, b"-- x\r\n".to_vec()].concat())
        .unwrap();
    assert_eq!(repository.problems(), [format!("edited-migration {SECOND}")]);
}

#[test]
fn a_project_in_a_submodule_is_reviewed_in_its_own_repository() {
    let inner = with_second();
    let outer = repository();
    let from = format!("file://{}", inner.path().display());
    outer.git(&["submodule", "--quiet", "add", "-b", "change", &from, "inner"]);
    outer.commit_all("a submodule");
    git_in(&outer.path().join("inner"), &["branch", "-q", "main", "origin/main"]);
    let schema = outer.path().join("inner/prisma/schema.prisma");
    let (code, document) = review_at(&outer, &schema, "main");
    assert_eq!((code, names(&document)), (0, vec![SECOND]), "{document:#}");
    // The outer one knows a commit there, and no file.
    let (code, document) = outer.review();
    assert_eq!((code, names(&document).len()), (0, 0), "{document:#}");
}

#[test]
fn paths_of_any_letters_are_found() {
    let repository = with_second();
    let odd = repository.path().join("bø né\u{301}e \u{202e}-x/[a] 'b' \"c\" *");
    fs::create_dir_all(&odd).unwrap();
    repository.git(&["checkout", "-q", "main"]);
    fs::rename(repository.path().join("prisma"), odd.join("prisma")).unwrap();
    repository.commit_all("moved");
    repository.git(&["checkout", "-q", "-b", "odd"]);
    let schema = odd.join("prisma/schema.prisma");
    assert_eq!(problems(&review_at(&repository, &schema, "main")), [""; 0]);
    fs::write(odd.join("prisma/migrations").join(FIRST).join("migration.sql"), "x").unwrap();
    let found = problems(&review_at(&repository, &schema, "main"));
    assert_eq!(found, [format!("edited-migration {FIRST}")]);
}

#[test]
fn a_project_that_moved_is_the_same_project() {
    let repository = with_second();
    fs::create_dir(repository.path().join("packages")).unwrap();
    repository.git(&["mv", "prisma", "packages/db"]);
    repository.git(&["commit", "-q", "-m", "moved"]);
    let schema = repository.path().join("packages/db/schema.prisma");
    let (code, document) = review_at(&repository, &schema, "main");
    assert_eq!((code, names(&document)), (0, vec![SECOND]), "{document:#}");
    fs::remove_dir_all(repository.path().join("packages/db/migrations").join(FIRST)).unwrap();
    let found = problems(&review_at(&repository, &schema, "main"));
    assert!(found.contains(&format!("deleted-migration {FIRST}")), "{found:?}");
}

/// The folders that have a project at the base, each with names of its own in the place of User.
fn projects_at_the_base(models: &[(&str, &str)]) -> Repository {
    let repository = with_second();
    for (folder, model) in models {
        let script = format!(
            "mkdir -p {folder} && cp -r prisma/. {folder} && find {folder} -type f -exec sed -i s/User/{model}/g {{}} +"
        );
        run_in(&repository, &script);
    }
    repository.git(&["rm", "-r", "-q", "prisma"]);
    repository.commit_all("projects");
    repository.git(&["branch", "-f", "main"]);
    repository
}

fn run_in(repository: &Repository, script: &str) {
    let mut shell = std::process::Command::new("sh");
    let ran = shell.args(["-ec", script]).current_dir(repository.path()).status().unwrap();
    assert!(ran.success(), "{script}");
}

/// Each project that is reviewed, with the rules that it breaks.
fn broken(repository: &Repository) -> Vec<(String, Vec<String>)> {
    let (code, document) = repository.review_with(&["--since", "main", "--all"]);
    let projects = document["projects"].as_array().unwrap_or_else(|| panic!("{document:#}"));
    let schema = |each: &Value| each["project"]["schema"].as_str().unwrap().to_owned();
    projects.iter().map(|each| (schema(each), problems(&(code, each.clone())))).collect()
}

#[test]
fn projects_that_move_together_are_told_apart() {
    let none: [String; 0] = [];
    // By what their migrations say, whatever the folders are called.
    let repository = projects_at_the_base(&[("a", "Author"), ("b", "Book")]);
    run_in(&repository, "mkdir new && mv a new/b && mv b new/a");
    repository.commit_all("moved");
    let expected = ["new/a/schema.prisma", "new/b/schema.prisma"];
    let found = broken(&repository);
    assert_eq!(found, expected.map(|schema| (schema.to_owned(), none.to_vec())));
    let text =
        repository.project.run(&repository.database, &["review", "--since", "main", "--all"]);
    let expected = "There are no migrations to review.\n\
                    new/a/schema.prisma:\nNo new migration.\n\n\
                    new/b/schema.prisma:\nNo new migration.\n";
    assert_eq!((text.code, text.stdout.as_str()), (0, expected));
    for schema in ["new/a/schema.prisma", "new/b/schema.prisma"] {
        let schema = repository.path().join(schema);
        assert_eq!(problems(&review_at(&repository, &schema, "main")), none);
    }
    // One of them was edited: it is the same one still.
    run_in(&repository, &format!("echo '-- x' >> new/a/migrations/{SECOND}/migration.sql"));
    let found = broken(&repository);
    assert_eq!(found[0].1, [format!("edited-migration {SECOND}")]);
    assert_eq!((found.len(), &found[1].1), (2, &none.to_vec()));

    // By what their folders are called, where the same migrations are all there is; no folder is two.
    let repository = projects_at_the_base(&[("a/prisma", "User"), ("b/prisma", "User")]);
    run_in(&repository, "mkdir new && mv a new/a && mv b new/b");
    repository.commit_all("moved");
    let schemas = ["new/a/prisma/schema.prisma", "new/b/prisma/schema.prisma"];
    let found = broken(&repository);
    assert_eq!(found, schemas.map(|schema| (schema.to_owned(), none.to_vec())));
}

#[test]
fn of_projects_with_the_same_migrations_the_name_of_the_folder_counts() {
    let repository = projects_at_the_base(&[("a", "User"), ("b", "User")]);
    let third = "20240401000000_own";
    run_in(&repository, &format!("mv b/migrations/{SECOND} b/migrations/{third}"));
    repository.commit_all("another second");
    repository.git(&["branch", "-f", "main"]);
    run_in(
        &repository,
        &format!(
            "mkdir new && mv a b new && rm -r new/*/migrations/{SECOND} new/*/migrations/{third}"
        ),
    );
    let found: Vec<_> = broken(&repository).into_iter().map(|(_, problems)| problems).collect();
    assert_eq!(
        found,
        [[format!("deleted-migration {SECOND}")], [format!("deleted-migration {third}")]]
    );
}

#[test]
fn a_linked_schema_is_not_read() {
    let repository = with_second();
    let schema = repository.path().join("prisma/schema.prisma");
    let aside = repository.path().join("aside.prisma");
    fs::rename(&schema, &aside).unwrap();
    std::os::unix::fs::symlink(&aside, &schema).unwrap();
    repository.run("main").expect(1, &["error[linked-schema]", "Commit the file itself."]);
    fs::remove_file(&schema).unwrap();
    fs::rename(&aside, &schema).unwrap();
    // Nor is a file that the base has as a link, or a folder that is one.
    let migrations = repository.project.migrations();
    let elsewhere = repository.path().join("elsewhere");
    fs::rename(migrations.join(SECOND), &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, migrations.join(SECOND)).unwrap();
    let found = repository.problems();
    assert!(found.contains(&format!("invalid-local-artifacts {SECOND}")), "{found:?}");
}

#[test]
fn refs_are_names_whatever_they_look_like() {
    let repository = with_second();
    let mark = repository.path().join("ran");
    let odd =
        ["-x", "--output=ran", "a;touch ran", "$(touch ran)", "`touch ran`", "é", "main' --x='"];
    for name in odd {
        let reference = format!("refs/heads/{name}");
        // git itself refuses some; what it takes is a name.
        if std::process::Command::new("git")
            .args(["update-ref", &reference, "main"])
            .current_dir(repository.path())
            .output()
            .unwrap()
            .status
            .success()
        {
            let since = format!("--since={reference}");
            let outcome = repository.project.run(&repository.database, &["review", &since]);
            outcome.expect(0, &[SECOND]);
        }
        let since = format!("--since={name}x");
        let outcome = repository.project.run(&repository.database, &["review", &since]);
        outcome.expect(2, &["error[unknown-git-ref]"]);
    }
    assert!(!mark.exists());
    for reference in ["main", "main^{commit}", "HEAD~1", "refs/heads/main"] {
        repository.run(reference).expect(0, &[SECOND]);
    }
}

#[test]
fn a_detached_head_and_a_second_worktree_are_checkouts() {
    let repository = with_second();
    repository.git(&["checkout", "-q", "--detach"]);
    assert_eq!(names(&repository.review().1), [SECOND]);
    let other = repository.path().join("other");
    repository.git(&["worktree", "add", "-q", other.to_str().unwrap(), "main"]);
    let schema = other.join("prisma/schema.prisma");
    let (code, document) = review_at(&repository, &schema, "change~1");
    assert_eq!((code, names(&document).len()), (0, 0), "{document:#}");
    git_in(&other, &["checkout", "-q", "-b", "more", "change"]);
    let (code, document) = review_at(&repository, &schema, "main");
    assert_eq!((code, names(&document)), (0, vec![SECOND]), "{document:#}");
}

#[test]
fn merge_commits_and_octopuses_are_compared_with_the_base_as_it_was() {
    let repository = with_second();
    for (branch, file) in [("one", "1"), ("two", "2")] {
        repository.git(&["checkout", "-q", "-b", branch, "main"]);
        fs::write(repository.path().join(file), "x").unwrap();
        repository.git(&["add", file]);
        repository.git(&["commit", "-q", "-m", branch]);
    }
    repository.git(&["checkout", "-q", "change"]);
    repository.git(&["merge", "-q", "-m", "three heads", "one", "two"]);
    let (code, document) = repository.review();
    assert_eq!((code, names(&document)), (0, vec![SECOND]), "{document:#}");
    // A merge as a forge makes it of a pull request: the base is its first parent.
    repository.git(&["checkout", "-q", "-b", "merged", "main"]);
    repository.git(&["merge", "-q", "--no-ff", "-m", "merge", "change"]);
    let (code, document) = repository.review();
    assert_eq!((code, names(&document)), (0, vec![SECOND]), "{document:#}");
}

#[test]
fn criss_cross_merges_have_a_base_too() {
    let repository = with_second();
    repository.git(&["checkout", "-q", "-b", "left", "main"]);
    fs::write(repository.path().join("left"), "x").unwrap();
    repository.git(&["add", "left"]);
    repository.git(&["commit", "-q", "-m", "left"]);
    repository.git(&["checkout", "-q", "change"]);
    let change = repository.git(&["rev-parse", "change"]);
    repository.git(&["merge", "-q", "-m", "left into change", "left"]);
    repository.git(&["checkout", "-q", "left"]);
    repository.git(&["merge", "-q", "-m", "change into left", &change]);
    repository.git(&["checkout", "-q", "change"]);
    let (code, document) = repository.review_with(&["--since", "left"]);
    assert_eq!((code, names(&document).len()), (0, 0), "{document:#}");
}

#[test]
fn repositories_without_a_commit_without_a_checkout_and_none_at_all_are_said() {
    let repository = with_second();
    let empty = repository.path().join("empty");
    let bare = repository.path().join("bare.git");
    fs::create_dir_all(empty.join("prisma")).unwrap();
    fs::copy(repository.path().join("prisma/schema.prisma"), empty.join("prisma/schema.prisma"))
        .unwrap();
    git_in(&empty, &["init", "-q"]);
    let run = |schema: &Path| {
        let arguments = ["review", "--since", "main", "--schema", schema.to_str().unwrap()];
        repository.project.run(&repository.database, &arguments)
    };
    run(&empty.join("prisma/schema.prisma")).expect(2, &["error[unknown-git-ref]"]);
    repository.git(&["clone", "-q", "--bare", ".", bare.to_str().unwrap()]);
    fs::copy(repository.path().join("prisma/schema.prisma"), bare.join("schema.prisma")).unwrap();
    run(&bare.join("schema.prisma")).expect(2, &["error[no-repository]"]);
    let outside = tempfile::tempdir().unwrap();
    fs::copy(repository.path().join("prisma/schema.prisma"), outside.path().join("schema.prisma"))
        .unwrap();
    run(&outside.path().join("schema.prisma")).expect(2, &["error[no-repository]", "Run it in"]);
}

#[test]
fn a_base_without_the_project_and_a_branch_without_migrations_are_fine() {
    let repository = with_second();
    repository.git(&["checkout", "-q", "--orphan", "empty"]);
    repository.git(&["rm", "-q", "-r", "-f", "--cached", "."]);
    fs::write(repository.path().join("README"), "x").unwrap();
    repository.git(&["add", "README"]);
    repository.git(&["commit", "-q", "-m", "nothing"]);
    repository.git(&["branch", "-f", "main"]);
    repository.git(&["add", "-A", "prisma"]);
    repository.git(&["commit", "-q", "-m", "the project"]);
    let (code, document) = repository.review();
    assert_eq!((code, names(&document)), (0, vec![FIRST, SECOND]), "{document:#}");
}

#[test]
fn a_base_that_is_ahead_is_named_before_the_merge() {
    let repository = with_second();
    repository.git(&["checkout", "-q", "main"]);
    repository.plan(THEIRS, MAIL);
    repository.commit("theirs");
    repository.git(&["checkout", "-q", "change"]);
    assert_eq!(repository.problems(), [format!("broken-chain {SECOND}")]);
}

#[test]
fn every_schema_of_a_repository_is_reviewed_on_its_own() {
    let repository = repository();
    let root = repository.path().to_owned();
    let copy = |to: &str| {
        let status = std::process::Command::new("cp")
            .args(["-r", "prisma", to])
            .current_dir(&root)
            .status()
            .unwrap();
        assert!(status.success());
    };
    fs::create_dir(root.join("apps")).unwrap();
    for to in ["apps/a", "apps/b", "apps/gone"] {
        copy(to);
    }
    // A schema without migrations is none of comon's.
    fs::create_dir(root.join("apps/c")).unwrap();
    fs::copy(root.join("prisma/schema.prisma"), root.join("apps/c/schema.prisma")).unwrap();
    repository.git(&["checkout", "-q", "main"]);
    repository.commit_all("several");
    repository.git(&["checkout", "-q", "-b", "many"]);
    repository.plan(SECOND, NAME);
    fs::remove_file(root.join("apps/gone/schema.prisma")).unwrap();
    fs::write(root.join("apps/b/migrations").join(FIRST).join("warnings.txt"), "x\n").unwrap();
    repository.commit_all("changes");
    let (code, document) = repository.review_with(&["--since", "main", "--all"]);
    let projects = document["projects"].as_array().unwrap_or_else(|| panic!("{document:#}"));
    let line = |each: &Value| {
        let problems = each["problems"].as_array().unwrap().iter();
        let codes: Vec<&str> = problems.map(|each| each["code"].as_str().unwrap()).collect();
        let schema = each["project"]["schema"].as_str().unwrap().to_owned();
        (schema, names(each).join(","), codes.join(","))
    };
    let found: Vec<_> = projects.iter().map(line).collect();
    let expected = [
        ("apps/a/schema.prisma", "", ""),
        ("apps/b/schema.prisma", "", "edited-migration"),
        ("prisma/schema.prisma", SECOND, ""),
        ("apps/gone/migrations", "", "deleted-schema"),
    ]
    .map(|(schema, names, codes)| (schema.to_owned(), names.to_owned(), codes.to_owned()));
    assert_eq!((code, found), (1, expected.to_vec()), "{document:#}");

    let folder = root.join("out");
    let arguments =
        ["review", "--since", "main", "--all", "--format", "markdown", "--output", "out"];
    repository
        .project
        .run(&repository.database, &arguments)
        .expect(1, &["wrote out/003-prisma-schema-prisma.md"]);
    let mut marks: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|each| fs::read_to_string(each.unwrap().path()).unwrap())
        .map(|text| text.lines().next().unwrap().to_owned())
        .collect();
    marks.sort();
    assert_eq!(
        marks,
        [
            "<!-- comon-review:apps/a/schema.prisma -->",
            "<!-- comon-review:apps/b/schema.prisma -->",
            "<!-- comon-review:apps/gone/migrations -->",
            "<!-- comon-review:prisma/schema.prisma -->",
        ]
    );
}

#[test]
fn the_configuration_of_the_base_is_the_one_that_counts() {
    let repository = repository();
    let config: PathBuf = repository.path().join("prisma/comon.toml");
    repository.git(&["checkout", "-q", "main"]);
    fs::write(
        &config,
        "[levels]\nnaming-convention = \"gate\"\n[naming]\ncolumns = \"snake_case\"\n",
    )
    .unwrap();
    repository.commit("configured");
    repository.git(&["checkout", "-q", "-b", "configured"]);
    repository.plan(SECOND, "  firstName String?\n");
    let (code, document) = repository.review();
    assert_eq!(code, 1, "{document:#}");
    let gating = &document["reviews"][0]["gating"][0];
    assert_eq!(gating["rule"], "naming-convention", "{document:#}");
    assert_eq!(gating["declared"][0]["file"], "prisma/schema.prisma");
    // The branch silences it for itself: that gates, and it still gates.
    fs::write(&config, "[levels]\nnaming-convention = \"silent\"\n").unwrap();
    let (code, document) = repository.review();
    assert_eq!(code, 1);
    assert_eq!(document["problems"][0]["code"], "changed-configuration", "{document:#}");
    assert_eq!(document["reviews"][0]["gating"][0]["rule"], "naming-convention");
}

#[test]
fn allowed_notices_that_are_unused_or_expired_are_reported() {
    let repository = repository();
    let allow = |rule: &str, subject: &str, day: &str| {
        format!(
            "[[allow]]\nrule = \"{rule}\"\nsubject = \"{subject}\"\nreason = \"why not\"\nexpires = \"{day}\"\n"
        )
    };
    repository.git(&["checkout", "-q", "main"]);
    let text = [
        allow("breaks-new-application-before-deploy", "User.name", "2099-01-01"),
        allow("breaks-new-application-before-deploy", "User.other", "2099-01-01"),
        allow("drops-default", "User.name", "2020-01-01"),
    ]
    .concat();
    fs::write(repository.path().join("prisma/comon.toml"), text).unwrap();
    repository.commit("configured");
    repository.git(&["checkout", "-q", "-b", "allowed"]);
    repository.plan(SECOND, NAME);
    let (code, document) = repository.review();
    assert_eq!(code, 0, "{document:#}");
    assert_eq!(document["reviews"][0]["notices"].as_array().unwrap().len(), 0, "{document:#}");
    let notes = document["notes"].as_array().unwrap().iter();
    let codes: Vec<&str> = notes.map(|each| each["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["expired-allow", "unused-allow"], "{document:#}");
    let shown = repository.run("main");
    shown.expect(0, &["drops-default of User.name held until 2020-01-01 (why not)", "User.other"]);
}

#[test]
fn every_format_is_what_it_says() {
    let repository = repository();
    repository.git(&["checkout", "-q", "main"]);
    repository.plan(SECOND, "  old String?\n");
    repository.commit("second");
    repository.git(&["checkout", "-q", "-b", "drop"]);
    repository.plan(THEIRS, "  fresh Int @default(1)\n");
    fs::write(repository.file(FIRST, "warnings.txt"), "x\n").unwrap();
    let run = |format: &str, code: i32| -> String {
        let arguments =
            ["review", "--since", "main", "--format", format, "--link", "https://x.example/blob/1"];
        let outcome = repository.project.run(&repository.database, &arguments);
        assert_eq!(outcome.code, code, "{outcome}");
        outcome.stdout
    };
    let sarif: Value = serde_json::from_str(&run("sarif", 1)).unwrap();
    comon_tests::json_schema::assert_is_sarif(&sarif);
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let rules: Vec<&str> = results.iter().map(|each| each["ruleId"].as_str().unwrap()).collect();
    assert!(rules.starts_with(&["edited-migration", "drop-column"]), "{rules:?}");
    assert_eq!(
        results[1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        format!("prisma/migrations/{THEIRS}/migration.sql")
    );
    let document: Value = serde_json::from_str(&run("json", 1)).unwrap();
    comon_tests::json_schema::assert_fits("review.schema.json", &document);
    let both = repository.review_with(&["--since", "main", "--all"]).1;
    comon_tests::json_schema::assert_fits("review.schema.json", &both);
    let file = repository.path().join("review.json");
    let arguments = ["review", "--since", "main", "--format", "json", "--output", "review.json"];
    repository.project.run(&repository.database, &arguments).expect(1, &["wrote review.json"]);
    let written: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    comon_tests::json_schema::assert_fits("review.schema.json", &written);
    assert_eq!(written["summary"], document["summary"]);

    let gitlab: Value = serde_json::from_str(&run("gitlab", 1)).unwrap();
    let issues = gitlab.as_array().unwrap();
    assert_eq!(issues.len(), results.len());
    for issue in issues {
        assert_eq!(issue["fingerprint"].as_str().unwrap().len(), 64);
        assert!(issue["location"]["lines"]["begin"].as_u64().unwrap() >= 1);
    }
    let annotations = run("github", 1);
    let first = format!(
        "::error file=prisma/migrations/{FIRST}/warnings.txt,line=1,title=comon%3A edited-migration::"
    );
    assert!(annotations.starts_with(&first), "{annotations}");
    assert!(annotations.lines().all(|line| line.starts_with("::")), "{annotations}");
    let markdown = run("markdown", 1);
    assert!(
        markdown.starts_with("<!-- comon-review:prisma/schema.prisma -->\n## ❌ "),
        "{markdown}"
    );
    assert!(run("text", 1).starts_with("1 migration, 1 warning to accept. Rules broken: 1.\n"));
    assert_eq!(run("markdown", 1), markdown, "the same bytes each time");
}

#[test]
fn five_hundred_migrations_are_a_matter_of_what_changed() {
    let repository = repository();
    let first = repository.project.migrations().join(FIRST);
    let (sql, after) = (
        fs::read_to_string(first.join("migration.sql")).unwrap(),
        fs::read_to_string(first.join("after.prisma")).unwrap(),
    );
    assert!(!sql.is_empty() && !after.is_empty());
    repository.git(&["checkout", "-q", "main"]);
    for index in 0..500 {
        let name = format!("{}_m", 20_240_102_000_000u64 + index);
        let folder = repository.project.migrations().join(name);
        fs::create_dir(&folder).unwrap();
        for file in
            ["migration.sql", "warnings.txt", "before.prisma", "after.prisma", "metadata.txt"]
        {
            let text = if file == "before.prisma" {
                after.clone()
            } else {
                fs::read_to_string(first.join(file)).unwrap()
            };
            fs::write(folder.join(file), format!("{text}\n// {index}\n")).unwrap();
        }
    }
    repository.commit("many");
    repository.git(&["checkout", "-q", "-b", "many"]);
    let began = std::time::Instant::now();
    let (_, document) = repository.review();
    println!(
        "review --since over 501 migrations: {:.0} ms",
        began.elapsed().as_secs_f64() * 1000.0
    );
    let edited = problems(&(1, document)).iter().filter(|each| each.starts_with("edited")).count();
    assert_eq!(edited, 0);
}
