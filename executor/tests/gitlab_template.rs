//! The template for GitLab, script by script: run by bash on a real repository, with a local server in the place of
//! GitLab's API.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::api_server::ApiServer;
use comon_tests::repository::{Repository, SECOND};
use comon_tests::workflow;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

#[test]
fn a_note_is_made_then_rewritten_and_the_job_stops() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/ci/comon.gitlab-ci.yml");
    let template = workflow::read(&file);
    let scripts = template["comon-review"]["script"].as_vec().unwrap();
    let repository = Repository::new(env!("CARGO_BIN_EXE_comon"));
    let api = ApiServer::start("me");
    repository.git(&["checkout", "-q", "main"]);
    repository.plan(SECOND, "  old String?\n");
    repository.commit("old");
    repository.git(&["checkout", "-q", "-b", "drop"]);
    let third = "20240301000000_drop";
    repository.plan(third, "");
    // What the branch brings of that name is no comment of comon.
    let comments = repository.path().join("comon-review/comments");
    fs::create_dir_all(&comments).unwrap();
    fs::write(comments.join("zzz.md"), "<!-- comon-review:x -->\nfrom the branch\n").unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_comon")).parent().unwrap().display().to_string();
    let variables: BTreeMap<String, String> = [
        ("PATH", format!("{program}:{}", std::env::var("PATH").unwrap())),
        ("CI_MERGE_REQUEST_DIFF_BASE_SHA", "main".to_owned()),
        ("CI_COMMIT_SHA", "feed0000".to_owned()),
        ("CI_PROJECT_URL", "https://gitlab.example/acme/shop".to_owned()),
        ("CI_API_V4_URL", api.url()),
        ("CI_PROJECT_ID", "3".to_owned()),
        ("CI_MERGE_REQUEST_IID", "7".to_owned()),
        ("COMON_ARGUMENTS", String::new()),
        ("COMON_TOKEN", "s3cret".to_owned()),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .into();
    let run = |variables: &BTreeMap<String, String>| -> Vec<i32> {
        let codes = scripts.iter().map(|script| {
            let output = workflow::run(script.as_str().unwrap(), repository.path(), variables);
            let text = [output.stdout, output.stderr].concat();
            let text = String::from_utf8_lossy(&text).into_owned();
            assert!(!text.contains("s3cret"), "{text}");
            output.status.code().unwrap()
        });
        codes.collect()
    };
    api.comment("somebody", "<!-- comon-review:prisma/schema.prisma -->\nnot ours");
    assert_eq!(run(&variables), [0, 0, 1]);
    let lines = || api.requests().into_iter().map(|each| each.line).collect::<Vec<_>>();
    let notes = "/projects/3/merge_requests/7/notes";
    let list = format!("GET {notes}?per_page=100&page=1");
    assert_eq!(lines(), ["GET /user", &list, &format!("POST {notes}")]);
    let code_quality = fs::read(repository.path().join("comon-review/code-quality.json")).unwrap();
    let issues: Value = serde_json::from_slice(&code_quality).unwrap();
    assert_eq!(issues[0]["severity"], "critical");

    fs::remove_dir_all(repository.project.migrations().join(third)).unwrap();
    repository.write("  old String?\n");
    assert_eq!(run(&variables), [0, 0, 0]);
    assert_eq!(lines(), ["GET /user", &list, &format!("PUT {notes}/2")]);
    assert!(api.comments()[1].1.contains("## Migration review: no migration"));
    let without =
        BTreeMap::from_iter(variables.into_iter().filter(|(key, _)| key != "COMON_TOKEN"));
    assert_eq!(run(&without), [0, 0, 0]);
    assert_eq!(api.requests(), []);
}
