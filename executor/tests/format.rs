//! `comon format` on real files: what it writes, what `--check` says of it, and what it leaves
//! alone.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const DATASOURCE: &str = "datasource db {\n  provider = \"sqlite\"\n}\n";
const UNTIDY: &str = "model   A{ // kept\n  id Int@id  \n}";
const TIDY: &str = "model A {\n  // kept\n  id Int @id\n}\n";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn read(folder: &TempDir, path: &str) -> String {
    fs::read_to_string(folder.path().join(path)).unwrap()
}

/// Exit code, standard output and standard error.
fn run_in(folder: &Path, arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_comon"));
    command.arg("format").args(arguments).current_dir(folder).env("NO_COLOR", "1");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    // Who is not asked to read may have closed it already.
    let _ = pipe.write_all(input.as_bytes());
    drop(pipe);
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.code().unwrap_or(-1), text(stdout), text(stderr))
}

fn run(folder: &TempDir, arguments: &[&str]) -> (i32, String, String) {
    run_in(folder.path(), arguments, "")
}

#[test]
fn files_of_a_folder_are_checked_formatted_and_then_clean() {
    let folder = folder(&[
        ("prisma/schema/db.prisma", DATASOURCE),
        ("prisma/schema/more/a.prisma", UNTIDY),
        ("prisma/schema/more/b.prisma", "model B {\n  id Int @id\n  longer\tInt\n}\n"),
        ("prisma/schema/migrations/20240101000000_x/after.prisma", "model  Z{}"),
        ("prisma/schema/migrations/20240101000000_x/migration.sql", ""),
    ]);
    let (code, text, _) = run(&folder, &["--check"]);
    assert_eq!(code, 1, "{text}");
    let expected = "2 files not in canonical form.\n  prisma/schema/more/a.prisma:1\n    \
        - model   A{ // kept\n    -   id Int@id\u{b7}\u{b7}\n    - } (no line end)\n    \
        + model A {\n    +   // kept\n    +   id Int @id\n  prisma/schema/more/b.prisma:2\n    \
        -   id Int @id\n    -   longer\u{2192}Int\n    +   id     Int @id\n    +   longer Int\n\n\
        Next: comon format\n";
    assert_eq!(text, expected);
    assert_eq!(read(&folder, "prisma/schema/more/a.prisma"), UNTIDY, "--check writes nothing");

    let (code, text, _) = run(&folder, &["--check", "--json"]);
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((code, &document["exitCode"]), (1, &1.into()));
    assert_eq!(document["changed"].as_array().unwrap().len(), 2);
    assert_eq!(document["differences"][1]["file"], "prisma/schema/more/b.prisma");
    assert_eq!(document["differences"][1]["line"], 2);

    let (code, text, _) = run(&folder, &[]);
    assert_eq!(code, 0);
    let list = "  prisma/schema/more/a.prisma\n  prisma/schema/more/b.prisma\n";
    assert_eq!(text, format!("Formatted 2 files.\n{list}"));
    assert_eq!(read(&folder, "prisma/schema/more/a.prisma"), TIDY);
    assert_eq!(read(&folder, "prisma/schema/db.prisma"), DATASOURCE);
    let (code, text, _) = run(&folder, &["--check"]);
    assert_eq!((code, text.as_str()), (0, "Every file is in canonical form.\n"));
    let left = fs::read_dir(folder.path().join("prisma/schema/more")).unwrap().count();
    assert_eq!(left, 2, "nothing is left beside the files");
}

#[test]
fn carriage_returns_are_shown_and_become_line_feeds() {
    let folder = folder(&[("schema.prisma", "model A {\r\n  id Int @id\r\n}\r\n")]);
    let (code, text, _) = run(&folder, &["--check"]);
    assert!(code == 1 && text.contains("    - model A {\u{240d}\n"), "{text}");
    assert_eq!(run(&folder, &[]).0, 0);
    assert_eq!(read(&folder, "schema.prisma"), "model A {\n  id Int @id\n}\n");
}

#[test]
fn broken_schema_names_all_problems_and_nothing_is_written() {
    let broken = "model B {\n  id: Int @id\n  x   Int,\n}\n";
    let folder = folder(&[("prisma/schema/a.prisma", UNTIDY), ("prisma/schema/b.prisma", broken)]);
    for arguments in [&[][..], &["--check"][..]] {
        let (code, _, text) = run(&folder, arguments);
        assert_eq!(code, 2, "{text}");
        for part in ["The schema has 2 errors.", "b.prisma:2:5", "b.prisma:3:10"] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }
    assert_eq!(read(&folder, "prisma/schema/a.prisma"), UNTIDY);
    assert_eq!(read(&folder, "prisma/schema/b.prisma"), broken);
}

#[test]
fn schema_that_only_means_nothing_is_formatted() {
    let folder = folder(&[("schema.prisma", "model A{\n  id Strng @id\n  other   B\n}\n")]);
    assert_eq!(run(&folder, &[]).0, 0);
    let expected = "model A {\n  id    Strng @id\n  other B\n}\n";
    assert_eq!(read(&folder, "schema.prisma"), expected, "no field is added");
}

#[test]
fn read_only_file_stays_and_so_do_the_others() {
    let folder = folder(&[("prisma/schema/a.prisma", UNTIDY), ("prisma/schema/b.prisma", UNTIDY)]);
    let file = folder.path().join("prisma/schema/b.prisma");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).unwrap();
    let (code, _, text) = run(&folder, &[]);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("b.prisma is read-only."), "{text}");
    assert_eq!(read(&folder, "prisma/schema/a.prisma"), UNTIDY);
    assert_eq!(read(&folder, "prisma/schema/b.prisma"), UNTIDY);
    let entries = fs::read_dir(folder.path().join("prisma/schema")).unwrap();
    assert_eq!(entries.count(), 2, "nothing is left beside the files");
}

#[test]
fn linked_file_is_written_where_it_lies_and_the_link_and_the_mode_stay() {
    let folder = folder(&[("elsewhere/real.prisma", UNTIDY), ("prisma/keep", "")]);
    let real = folder.path().join("elsewhere/real.prisma");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    let link = folder.path().join("prisma/schema.prisma");
    std::os::unix::fs::symlink("../elsewhere/real.prisma", &link).unwrap();
    assert_eq!(run(&folder, &[]).0, 0);
    assert_eq!(read(&folder, "elsewhere/real.prisma"), TIDY);
    assert!(fs::symlink_metadata(&link).unwrap().file_type().is_symlink());
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn standard_input_comes_back_formatted_and_bare() {
    let folder = folder(&[]);
    // An escape sequence is text of the file like any other.
    let input = "model   A{\n  id Int@id // \u{1b}[31mred\n}";
    let (code, text, error) = run_in(folder.path(), &["-"], input);
    assert_eq!((code, error.as_str()), (0, ""));
    assert_eq!(text, "model A {\n  id Int @id // \u{1b}[31mred\n}\n");
    let (code, text, _) = run_in(folder.path(), &["-", "--check"], UNTIDY);
    assert!(code == 1 && text.contains("  stdin:1\n") && !text.contains("Next:"), "{text}");
    let (code, text, error) = run_in(folder.path(), &["-"], "model A {\n  id: Int\n}\n");
    assert_eq!((code, text.as_str()), (2, ""), "an editor keeps its text");
    assert!(error.contains("stdin:2:5"), "{error}");
    let (code, _, error) = run_in(folder.path(), &["schema.prisma"], "");
    assert!(code == 2 && error.contains("--schema names files and folders"), "{error}");
}
