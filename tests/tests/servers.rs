//! The harness itself: databases are separate, and a server ends with the process that
//! started it, also when that process is killed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::server;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

#[test]
fn databases_of_one_server_are_separate() {
    for server in server::tested() {
        let first = TestDatabase::create(Place::Postgres(server));
        let second = TestDatabase::create(Place::Postgres(server));
        first.connect().execute("CREATE TABLE only_here (a INT)").unwrap();
        let count = "SELECT count(*)::text FROM pg_tables WHERE tablename = 'only_here'";
        assert_eq!(first.connect().text(count), "1");
        assert_eq!(second.connect().text(count), "0");
    }
}

#[test]
fn an_sqlite_file_goes_with_its_test() {
    let database = TestDatabase::create(Place::Sqlite);
    let file = database.file().unwrap();
    database.connect().execute("CREATE TABLE t (a INT); INSERT INTO t VALUES (1)").unwrap();
    assert_eq!(database.connect().text("SELECT CAST(count(*) AS TEXT) FROM t"), "1");
    drop(database);
    assert!(!file.exists());
}

/// Starts this test binary once more as a process that only runs a server, kills it the hard way
/// and waits for the server to be gone.
#[test]
fn a_server_ends_with_a_killed_process() {
    if std::env::var_os("COMON_SERVE_AND_WAIT").is_some() {
        let server = server::newest();
        println!("\nserving {} {}", server.port, server.socket_folder.display());
        std::thread::sleep(Duration::from_secs(60));
        return;
    }
    let mut process = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "servers::a_server_ends_with_a_killed_process", "--nocapture"])
        .env("COMON_SERVE_AND_WAIT", "1")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let line = lines.map(Result::unwrap).find(|line| line.starts_with("serving ")).unwrap();
    let mut words = line.split(' ').skip(1);
    let port: u16 = words.next().unwrap().parse().unwrap();
    let folder = std::path::PathBuf::from(words.next().unwrap());
    assert!(TcpStream::connect(("127.0.0.1", port)).is_ok());

    process.kill().unwrap();
    process.wait().unwrap();
    let began = Instant::now();
    while folder.exists() || TcpStream::connect(("127.0.0.1", port)).is_ok() {
        assert!(began.elapsed() < Duration::from_secs(20), "the server outlived its process");
        std::thread::sleep(Duration::from_millis(20));
    }
}
