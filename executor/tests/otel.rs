//! Built with `--features otel`: a deploy sends its spans to a collector that listens, and is held up by
//! none that does not.
#![cfg(feature = "otel")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::project::Project;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

const USERS: &str = "model User {
  id Int @id
}
";

/// Reads one request, answers it, and returns its path and body.
fn answer(stream: TcpStream) -> (String, Vec<u8>) {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).unwrap();
        if header.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = header.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    reader.into_inner().write_all(answer.as_bytes()).unwrap();
    (path, body)
}

#[test]
fn each_migration_and_step_is_a_span_of_the_collector() {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), Place::Sqlite.provider());
    let database = TestDatabase::create(Place::Sqlite);
    project.write_schema(USERS);
    let create = ["migrate", "dev", "--create-only", "--name", "20240101000001_first"];
    project.succeed(&database, &create);
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let collector = thread::spawn(move || answer(listener.accept().unwrap().0));
    let variables = [("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint.as_str())];
    let deploy = project.run_in(&database.url(), &variables, &["migrate", "deploy"]);
    assert_eq!(deploy.code, 0, "{deploy}");
    let (path, body) = collector.join().unwrap();
    assert_eq!(path, "/v1/traces");
    let text = String::from_utf8_lossy(&body);
    for part in ["comon", "migration", "20240101000001_first", "step"] {
        assert!(text.contains(part), "{part} is missing: {text}");
    }
    assert!(!text.contains("CREATE TABLE"), "{text}");
}

#[test]
fn collector_that_is_not_there_changes_nothing() {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), Place::Sqlite.provider());
    let database = TestDatabase::create(Place::Sqlite);
    project.write_schema(USERS);
    project.succeed(&database, &["migrate", "dev", "--create-only", "--name", "first"]);
    let variables = [("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")];
    let deploy = project.run_in(&database.url(), &variables, &["migrate", "deploy"]);
    assert_eq!(deploy.code, 0, "{deploy}");
}
