//! The action of the repository, step by step: each script of action.yml is run by bash on a real repository, with
//! a local server in the place of GitHub's API.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::api_server::{ApiServer, Request};
use comon_tests::repository::{FIRST, Repository, SECOND};
use comon_tests::workflow::{self, Script};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const LOGIN: &str = "github-actions[bot]";
const MARK: &str = "<!-- comon-review:prisma/schema.prisma -->";

fn action() -> yaml_rust2::Yaml {
    workflow::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../action.yml"))
}

/// A job on a runner.
struct Job {
    repository: Repository,
    api: ApiServer,
    temporary: tempfile::TempDir,
    inputs: BTreeMap<String, String>,
    scripts: Vec<Script>,
    /// What the event says, by the expression that asks for it.
    event: BTreeMap<&'static str, String>,
    outputs: BTreeMap<String, String>,
}

/// How a step ended.
struct Step {
    code: i32,
    text: String,
}

impl Job {
    fn new() -> Self {
        let repository = Repository::new(env!("CARGO_BIN_EXE_comon"));
        let base = repository.git(&["rev-parse", "main"]);
        let action = action();
        let event = BTreeMap::from([
            ("github.event.pull_request.base.sha", base),
            ("github.event.pull_request.head.sha", "feed0000".to_owned()),
            ("github.event.pull_request.head.repo.full_name", "fork/shop".to_owned()),
            ("github.event.pull_request.number", "7".to_owned()),
            ("github.token", "s3cret".to_owned()),
        ]);
        let mut job = Self {
            repository,
            api: ApiServer::start(LOGIN),
            temporary: tempfile::tempdir().unwrap(),
            inputs: BTreeMap::new(),
            scripts: workflow::of_action(&action).0,
            event,
            outputs: BTreeMap::new(),
        };
        for (name, default) in workflow::defaults(&action) {
            let value = job.expression(&default);
            job.inputs.insert(name, value);
        }
        job
    }

    fn input(mut self, name: &str, value: &str) -> Self {
        assert!(self.inputs.insert(name.to_owned(), value.to_owned()).is_some(), "{name}");
        self
    }

    /// What the forge puts in the place of `${{ … }}`.
    fn expression(&self, text: &str) -> String {
        let Some(inner) = text.strip_prefix("${{ ").and_then(|rest| rest.strip_suffix(" }}"))
        else {
            assert!(!text.contains("${{"), "{text}");
            return text.to_owned();
        };
        let found = inner.split(" || ").find_map(|each| {
            if let Some(name) = each.strip_prefix("inputs.") {
                return self.inputs.get(name).cloned();
            }
            if let Some(name) = each.strip_prefix("steps.review.outputs.") {
                return self.outputs.get(name).cloned();
            }
            self.event.get(each).cloned()
        });
        found.unwrap_or_default()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.temporary.path().join(name)
    }

    fn step(&mut self, name: &str) -> Step {
        let script = self.scripts.iter().find(|each| each.name == name).unwrap().clone();
        let mut variables: BTreeMap<String, String> = script
            .variables
            .iter()
            .map(|(key, value)| (key.clone(), self.expression(value)))
            .collect();
        let program =
            Path::new(env!("CARGO_BIN_EXE_comon")).parent().unwrap().display().to_string();
        let path = format!("{program}:{}", std::env::var("PATH").unwrap());
        let place = |name: &str| self.file(name).display().to_string();
        for (key, value) in [
            ("PATH", path),
            ("RUNNER_TEMP", self.temporary.path().display().to_string()),
            ("GITHUB_OUTPUT", place("output")),
            ("GITHUB_STEP_SUMMARY", place("summary")),
            ("GITHUB_SERVER_URL", "https://github.example".to_owned()),
            ("GITHUB_API_URL", self.api.url()),
            ("GITHUB_REPOSITORY", "acme/shop".to_owned()),
        ] {
            variables.insert(key.to_owned(), value);
        }
        let output = workflow::run(&script.text, self.repository.path(), &variables);
        let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert!(!text.contains("s3cret"), "{text}");
        for line in fs::read_to_string(self.file("output")).unwrap_or_default().lines() {
            let (key, value) = line.split_once('=').unwrap();
            self.outputs.insert(key.to_owned(), value.to_owned());
        }
        Step { code: output.status.code().unwrap(), text }
    }

    /// All steps; how the last one ended.
    fn run(&mut self) -> Step {
        let _ = fs::remove_file(self.file("output"));
        let review = self.step("Review");
        assert_eq!(review.code, 0, "{}", review.text);
        let comment = self.step("Comment");
        assert_eq!(comment.code, 0, "{}", comment.text);
        let stop = self.step("Stop");
        Step { code: stop.code, text: format!("{}{}{}", review.text, comment.text, stop.text) }
    }

    fn writes(&self) -> Vec<Request> {
        let all = self.api.requests().into_iter();
        all.filter(|request| !request.line.starts_with("GET ")).collect()
    }

    /// Drops a column that the base has.
    fn drop_column(&self) {
        self.repository.git(&["checkout", "-q", "main"]);
        self.repository.plan(SECOND, "  old String?\n");
        self.repository.commit("old");
        self.repository.git(&["checkout", "-q", "-b", "drop"]);
        self.repository.plan("20240301000000_drop", "");
        self.repository.commit("drop");
    }
}

#[test]
fn a_comment_is_made_then_rewritten_and_the_job_stops() {
    let mut job = Job::new();
    job.drop_column();
    let base = job.repository.git(&["rev-parse", "main"]);
    job.inputs.insert("since".to_owned(), base);
    let stopped = job.run();
    assert_eq!(stopped.code, 1, "{}", stopped.text);
    assert!(
        stopped
            .text
            .contains("::error file=prisma/migrations/20240301000000_drop/migration.sql,line=")
    );
    let writes = job.writes();
    let [created] = writes.as_slice() else { panic!("{writes:?}") };
    assert_eq!(created.line, "POST /repos/acme/shop/issues/7/comments");
    assert_eq!(created.token, "Bearer s3cret");
    assert!(
        created.body.starts_with(&format!("{MARK}\n## ⚠️ Migration review: 1 warning to accept"))
    );
    let link =
        "https://github.example/fork/shop/blob/feed0000/prisma/migrations/20240301000000_drop/";
    assert!(created.body.contains(link), "{}", created.body);
    for (name, value) in [
        ("verdict", "1 migration, 1 warning to accept."),
        ("gates", "true"),
        ("migrations", "1"),
        ("gating", "1"),
        ("problems", "0"),
        ("heaviest-lock", ""),
    ] {
        assert_eq!(job.outputs[name], value, "{name}");
    }
    assert!(fs::read_to_string(job.file("summary")).unwrap().starts_with(MARK));
    let review = fs::read_to_string(&job.outputs["review"]).unwrap();
    let document = serde_json::from_str(&review).unwrap();
    comon_tests::json_schema::assert_fits("review.schema.json", &document);
    // The page is in the artifact, where it was built before this binary (`cargo xtask page`).
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/page/review.html");
    let built = fs::metadata(page).is_ok_and(|file| file.len() > 0);
    let html = fs::read_to_string(job.file("comon-review/review.html")).unwrap_or_default();
    assert_eq!(built, html.contains("20240301000000_drop") && html.contains("id=\"comon-data\""));
    assert_eq!(built, !job.file("comon-review/html.log").exists());
    assert_eq!(built, !stopped.text.contains("::notice title=comon::There is no HTML review"));

    // The next push: the same comment, with what is true now.
    fs::remove_dir_all(job.repository.project.migrations().join("20240301000000_drop")).unwrap();
    job.repository.write("  old String?\n");
    let passed = job.run();
    assert_eq!(passed.code, 0, "{}", passed.text);
    let writes = job.writes();
    let [updated] = writes.as_slice() else { panic!("{writes:?}") };
    assert_eq!(updated.line, "PATCH /repos/acme/shop/issues/comments/1");
    assert!(updated.body.contains("## Migration review: no migration"), "{}", updated.body);
    assert_eq!(job.api.comments().len(), 1);
}

#[test]
fn a_change_without_migrations_makes_no_comment() {
    let mut job = Job::new();
    let passed = job.run();
    assert_eq!(passed.code, 0, "{}", passed.text);
    assert_eq!(job.writes(), []);
    assert_eq!(job.outputs["gates"], "false");
}

#[test]
fn what_others_brought_into_the_base_meanwhile_is_none_of_the_pull_request() {
    let mut job = Job::new();
    let git = |job: &Job, arguments: &[&str]| job.repository.git(arguments);
    fs::write(job.repository.path().join("README"), "x").unwrap();
    job.repository.commit_all("a page");
    let head = git(&job, &["rev-parse", "HEAD"]);
    git(&job, &["checkout", "-q", "main"]);
    job.repository.plan(SECOND, "  name String?\n");
    job.repository.commit("theirs");
    job.repository.plan("20240301000000_theirs", "");
    job.repository.commit("theirs, which drops it");
    // The merge that actions/checkout takes; the event is older than its first parent.
    git(&job, &["checkout", "-q", "--detach"]);
    git(&job, &["merge", "-q", "--no-ff", "-m", "merge", "change"]);
    job.event.insert("github.event.pull_request.head.sha", head);
    let passed = job.run();
    assert_eq!(passed.code, 0, "{}", passed.text);
    assert_eq!((job.outputs["migrations"].as_str(), job.outputs["gates"].as_str()), ("0", "false"));
    // Of the branch itself, the base of the event is as good.
    let merge = git(&job, &["rev-parse", "HEAD"]);
    git(&job, &["checkout", "-q", "change"]);
    assert_eq!(job.run().code, 0);
    assert_eq!(job.outputs["migrations"], "0");
    // Another base that was asked for counts, and a merge that is not of this pull request is none.
    git(&job, &["checkout", "-q", &merge]);
    let head = job.event.insert("github.event.pull_request.head.sha", "feed0000".to_owned());
    assert_eq!(job.run().code, 1);
    job.event.insert("github.event.pull_request.head.sha", head.unwrap());
    let mut job = job.input("since", "main~2");
    assert_eq!(job.run().code, 1);
    assert_eq!(job.outputs["migrations"], "2");
}

#[test]
fn only_comments_of_its_own_are_rewritten_however_many_there_are() {
    let mut job = Job::new();
    job.repository.plan(SECOND, "  name String?\n");
    job.api.comment("mallory", &format!("{MARK}\nnot by comon"));
    for index in 0..230 {
        job.api.comment("ada", &format!("comment {index}\n{MARK}"));
    }
    let own = job.api.comment(LOGIN, &format!("{MARK}\r\nold"));
    let passed = job.run();
    assert_eq!(passed.code, 0, "{}", passed.text);
    let lines: Vec<String> = job.api.requests().into_iter().map(|each| each.line).collect();
    let list =
        |page: u32| format!("GET /repos/acme/shop/issues/7/comments?per_page=100&page={page}");
    let update = format!("PATCH /repos/acme/shop/issues/comments/{own}");
    assert_eq!(lines, [list(1), list(2), list(3), update]);
    assert!(job.api.comments()[0].1.contains("not by comon"));
}

#[test]
fn a_fork_without_the_right_to_comment_gets_the_summary_and_a_second_workflow_comments() {
    let mut job = Job::new();
    job.repository.plan(SECOND, "  name String?\n");
    job.api.refuse(Some(403));
    let passed = job.run();
    assert_eq!(passed.code, 0, "{}", passed.text);
    assert!(
        passed
            .text
            .contains("::notice title=comon::The review could not be commented on (HTTP 403)")
    );
    assert!(fs::read_to_string(job.file("summary")).unwrap().contains(SECOND));
    assert_eq!(job.api.comments(), []);

    // The privileged one has the artifact, and no checkout to trust.
    let folder = job.file("artifact");
    fs::rename(job.file("comon-review/comments"), &folder).unwrap();
    job.api.refuse(None);
    job.api.requests();
    let mut second = Job { inputs: job.inputs.clone(), ..job }
        .input("comments", folder.to_str().unwrap())
        .input("since", "");
    let passed = second.run();
    assert_eq!(passed.code, 0, "{}", passed.text);
    let writes = second.writes();
    assert_eq!(writes.len(), 1);
    assert!(writes[0].body.starts_with(MARK));
    // What a stranger put beside it is no comment of comon.
    fs::write(folder.join("x.md"), "hello @team\n").unwrap();
    let refused = second.step("Comment");
    assert_eq!(refused.code, 2, "{}", refused.text);
    second.inputs.insert("pull-request".to_owned(), "7/../8".to_owned());
    assert_eq!(second.step("Comment").code, 2);
}

#[test]
fn every_schema_has_a_comment_of_its_own() {
    let mut job = Job::new();
    let root = job.repository.path().to_owned();
    job.repository.git(&["checkout", "-q", "main"]);
    fs::create_dir(root.join("apps")).unwrap();
    let copied = std::process::Command::new("cp")
        .args(["-r", "prisma", "apps/a"])
        .current_dir(&root)
        .status();
    assert!(copied.unwrap().success());
    job.repository.commit_all("two");
    job.repository.git(&["checkout", "-q", "-b", "two"]);
    job.repository.plan(SECOND, "  name String?\n");
    fs::write(root.join("apps/a/migrations").join(FIRST).join("warnings.txt"), "x\n").unwrap();
    job.inputs.insert("since".to_owned(), "main".to_owned());
    let mut job = job.input("all", "true").input("sarif", "out/comon.sarif").input("fail", "false");
    let passed = job.run();
    assert_eq!(passed.code, 0, "{}", passed.text);
    let marks: Vec<String> =
        job.writes().iter().map(|each| each.body.lines().next().unwrap().to_owned()).collect();
    assert_eq!(marks, ["<!-- comon-review:apps/a/schema.prisma -->", MARK]);
    assert_eq!((job.outputs["gates"].as_str(), job.outputs["problems"].as_str()), ("true", "1"));
    let sarif = fs::read_to_string(root.join("out/comon.sarif")).unwrap();
    comon_tests::json_schema::assert_is_sarif(&serde_json::from_str(&sarif).unwrap());
}

#[test]
fn what_is_no_review_fails_with_the_reason() {
    let mut job = Job::new().input("since", "$(touch ran); --output=x");
    let failed = job.step("Review");
    assert_eq!(failed.code, 2, "{}", failed.text);
    assert!(failed.text.contains("error[unknown-git-ref]"), "{}", failed.text);
    assert!(!job.repository.path().join("ran").exists());
    let mut job = job.input("since", "");
    let failed = job.step("Review");
    assert!(failed.code == 2 && failed.text.contains("There is no base"), "{}", failed.text);
    job.api.refuse(Some(500));
    let mut job = job.input("since", "main");
    job.repository.plan(SECOND, "  name String?\n");
    assert_eq!(job.step("Review").code, 0);
    let failed = job.step("Comment");
    assert!(failed.code == 3 && failed.text.contains("HTTP 500"), "{}", failed.text);
}

#[test]
fn what_a_branch_or_an_artifact_puts_in_the_way_is_not_followed() {
    let outside = tempfile::tempdir().unwrap();
    let precious = outside.path().join("precious");
    fs::write(&precious, "mine").unwrap();
    let mut job = Job::new().input("sarif", "out/comon.sarif");
    job.repository.plan(SECOND, "  name String?\n");
    let out = job.repository.path().join("out");
    std::os::unix::fs::symlink(outside.path(), &out).unwrap();
    let refused = job.step("Review");
    assert!(refused.code == 2 && refused.text.contains("is a link"), "{}", refused.text);
    assert!(!outside.path().join("comon.sarif").exists());
    fs::remove_file(&out).unwrap();
    fs::create_dir(&out).unwrap();
    std::os::unix::fs::symlink(&precious, out.join("comon.sarif")).unwrap();
    assert_eq!(job.step("Review").code, 2);
    assert_eq!(fs::read_to_string(&precious).unwrap(), "mine");
    fs::remove_file(out.join("comon.sarif")).unwrap();
    assert_eq!(job.step("Review").code, 0);
    // A comment behind a link would show a file of the runner.
    fs::write(&precious, format!("{MARK}\nmine")).unwrap();
    let comments = job.file("comon-review/comments");
    std::os::unix::fs::symlink(&precious, comments.join("000.md")).unwrap();
    let refused = job.step("Comment");
    assert!(refused.code == 2 && refused.text.contains("000.md is no file"), "{}", refused.text);
    assert_eq!(job.writes(), []);
}

#[test]
fn a_step_without_a_verdict_stops_and_a_repository_without_a_schema_does_not() {
    let mut job = Job::new();
    let stopped = job.step("Stop");
    assert!(stopped.code == 2 && stopped.text.contains("There is no verdict"), "{}", stopped.text);
    let mut job = job.input("all", "true").input("since", "main");
    job.repository.git(&["checkout", "-q", "main"]);
    job.repository.git(&["rm", "-r", "-q", "prisma"]);
    fs::write(job.repository.path().join("README"), "x").unwrap();
    job.repository.commit_all("no schema");
    let passed = job.run();
    assert_eq!((passed.code, job.outputs["gates"].as_str()), (0, "false"), "{}", passed.text);
}

#[test]
fn what_a_run_says_is_no_command_of_the_runner() {
    // A message that names what the branch or the event brought, line ends and all.
    let mut job = Job::new().input("since", "x\n::set-output name=gates::false\n");
    let failed = job.step("Review");
    assert_eq!(failed.code, 2, "{}", failed.text);
    let mut stopped = None;
    for line in failed.text.lines() {
        match (&stopped, line.strip_prefix("::stop-commands::")) {
            (None, Some(token)) => {
                assert_eq!(token.len(), 32, "{}", failed.text);
                stopped = Some(format!("::{token}::"));
            }
            (None, None) => assert!(!line.starts_with("::"), "{}", failed.text),
            (Some(end), _) if line == end => stopped = None,
            (Some(_), _) => {}
        }
    }
    assert_eq!(stopped, None, "{}", failed.text);
    assert_eq!(fs::read_to_string(job.file("output")).unwrap_or_default(), "");
}

#[test]
fn no_text_of_a_pull_request_is_part_of_a_script() {
    let (scripts, uses) = workflow::of_action(&action());
    assert_eq!(scripts.len(), 3);
    for script in &scripts {
        assert!(!script.text.contains("${{"), "{}", script.name);
    }
    assert_eq!(uses, ["actions/upload-artifact@v4"]);
}
