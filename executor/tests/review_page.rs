//! `comon review --format html` and `--open`: the page with a review in it, and who gets it. A binary that was
//! built before the page says how to get it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::project::Project;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

/// A project whose last migration drops a column, and holds what could end a script element.
fn project() -> (Project, TestDatabase) {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), Place::Sqlite.provider());
    let database = TestDatabase::create(Place::Sqlite);
    let schema = |fields: &str| format!("model User {{\n  id Int @id\n{fields}}}\n");
    let text = "  /// </script><script>alert(1)</script>\n  name String?\n";
    for (name, fields) in [("20260101000000_first", text), ("20260102000000_second", "")] {
        project.write_schema(&schema(fields));
        project.succeed(&database, &["migrate", "dev", "--create-only", "--name", name]);
    }
    (project, database)
}

/// Whether the binary has the page, as the test finds it: `cargo xtask page` builds it.
fn built() -> bool {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/page/review.html");
    fs::metadata(page).is_ok_and(|file| file.len() > 0)
}

#[test]
fn a_file_holds_page_and_review() {
    let (project, database) = project();
    fs::write(project.path().join("comon.toml"), "[levels]\nblocks-writes = \"gate\"\n").unwrap();
    let outcome =
        project.run(&database, &["review", "--format", "html", "--output", "review.html"]);
    if !built() {
        outcome.expect(2, &["built without the review page", "cargo xtask page"]);
        assert!(!project.path().join("review.html").exists());
        return;
    }
    // A warning gates.
    outcome.expect(1, &["wrote review.html"]);
    let page = fs::read_to_string(project.path().join("review.html")).unwrap();
    assert!(page.contains("connect-src 'none'") && !page.contains("%DATA%"));
    let data = page.split_once("id=\"comon-data\">").unwrap().1.split_once("</script>").unwrap().0;
    let data: serde_json::Value = serde_json::from_str(data).unwrap();
    assert_eq!(data["reviews"][0]["name"], "20260102000000_second");
    assert_eq!(data["reviews"][0]["gating"][0]["rule"], "drop-column");
    let names: Vec<&str> = data["migrations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|each| each["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["20260101000000_first", "20260102000000_second"]);
    assert_eq!(data["settings"]["path"], "comon.toml");
    assert!(data["settings"]["text"].as_str().unwrap().contains("blocks-writes"));
    assert!(data["reviews"][0]["beforeSchema"].as_str().unwrap().contains("</script>"));
}

/// The running command, ended in any case.
struct Serving {
    child: Child,
    /// `127.0.0.1:40123`.
    host: String,
    token: String,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Serving {
    fn of(project: &Project, database: &TestDatabase) -> Self {
        let mut command: Command = project.command(&database.url(), &["review", "--open"]);
        // No browser of this machine is to open.
        command.env("PATH", "").env_remove("BROWSER").env_remove("DISPLAY");
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split_once("http://").unwrap_or_else(|| panic!("{line}")).1.trim();
        let (host, token) = address.split_once("/?token=").unwrap();
        Self { child, host: host.to_owned(), token: token.to_owned() }
    }

    fn ask(&self, path: &str, headers: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n{headers}\r\n", self.host);
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    fn answer(&self, path: &str, headers: &str) -> String {
        let mut answer = String::new();
        self.ask(path, headers).read_to_string(&mut answer).unwrap();
        answer
    }
}

#[test]
fn the_page_is_served_to_one_browser_until_that_is_closed() {
    if !built() {
        let (project, database) = project();
        project.run(&database, &["review", "--open"]).expect(2, &["built without the review page"]);
        return;
    }
    let (project, database) = project();
    let mut serving = Serving::of(&project, &database);
    assert!(serving.host.starts_with("127.0.0.1:"));
    assert!(serving.answer("/", "").starts_with("HTTP/1.1 403"));
    let admitted = serving.answer(&format!("/?token={}", serving.token), "");
    assert!(admitted.starts_with("HTTP/1.1 303"), "{admitted}");
    let cookie = admitted.split_once("Set-Cookie: ").unwrap().1.split_once(';').unwrap().0;
    let cookie = format!("Cookie: {cookie}\r\n");
    assert!(serving.answer(&format!("/?token={}", serving.token), "").starts_with("HTTP/1.1 403"));
    let page = serving.answer("/", &cookie);
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("connect-src 'self'"));
    assert!(page.contains("20260102000000_second"));
    let strange = format!("{cookie}Origin: https://evil.example\r\n");
    assert!(serving.answer("/", &strange).starts_with("HTTP/1.1 403"));

    let mut open = serving.ask("/alive", &cookie);
    let mut first = [0; 64];
    assert!(open.read(&mut first).unwrap() > 0);
    assert!(serving.child.try_wait().unwrap().is_none(), "it ended while the page was open");
    drop(open);
    let status = serving.child.wait().unwrap();
    // The exit code is that of the review: a warning gates.
    assert_eq!(status.code(), Some(1));
}
