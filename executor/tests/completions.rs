//! Completions and manual pages: made from the command line itself, so all of it is in them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::project::Project;
use std::process::Command;

#[test]
fn shells_get_every_command_and_bash_reads_its_script() {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), Place::Sqlite.provider());
    let database = TestDatabase::create(Place::Sqlite);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = project.succeed(&database, &["completions", shell]).stdout;
        for word in ["rollback", "include-unmanaged", "create-only"] {
            assert!(script.contains(word), "{word} is missing for {shell}");
        }
    }
    let (code, document) = project.json(&database, &["completions", "bash"]);
    assert_eq!((code, document["shell"].as_str()), (0, Some("bash")));
    let file = project.path().join("comon.bash");
    std::fs::write(&file, document["script"].as_str().unwrap()).unwrap();
    let asked = ". ./comon.bash; COMP_WORDS=(comon migrate re); COMP_CWORD=2; _comon comon re migrate; \
                 echo \"${COMPREPLY[@]}\"";
    let output =
        Command::new("bash").args(["-c", asked]).current_dir(project.path()).output().unwrap();
    let words = String::from_utf8(output.stdout).unwrap();
    assert!(words.contains("reset") && words.contains("revert"), "{words}");
    project.run(&database, &["completions", "tcsh"]).expect(2, &["invalid value 'tcsh'"]);
}

#[test]
fn manual_has_a_page_of_every_command() {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), Place::Sqlite.provider());
    let database = TestDatabase::create(Place::Sqlite);
    let page = project.succeed(&database, &["man"]).stdout;
    assert!(page.contains(".TH comon 1") && page.contains(".SH NAME"), "{page}");
    let pages = project.run(&database, &["man", "--output", "man1"]);
    pages.expect(0, &["manual pages into man1."]);
    let read =
        |name: &str| std::fs::read_to_string(project.path().join("man1").join(name)).unwrap();
    assert!(read("comon-migrate-rollback.1").contains("dry\\-run"));
    assert!(read("comon-db-push.1").contains("force\\-reset"));
    assert!(read("comon.1").contains("comon\\-migrate(1)"));
}
