//! Sessions on real SQLite files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::error::ErrorKind;
use std::path::Path;
use std::time::Instant;

fn target(file: &Path) -> Target {
    Target::parse(Provider::Sqlite, &format!("file:{}", file.display()), Path::new("/")).unwrap()
}

async fn open(file: &Path) -> Session {
    Session::connect(&target(file), Access::Write, Missing::Create).await.unwrap()
}

#[tokio::test]
async fn rows_and_parameters_come_back_as_they_went_in() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = open(&folder.path().join("dev.db")).await;
    session.execute("CREATE TABLE t (a TEXT, b INTEGER, c BOOLEAN)").await.unwrap();
    let params = [Param::from("it's"), Param::Integer(-7), Param::Boolean(true)];
    let touched = session.execute_with("INSERT INTO t VALUES ($1, $2, $3)", &params).await;
    assert_eq!(touched.unwrap(), 1);
    let rows = session
        .query_with("SELECT a, b, c, NULL FROM t WHERE b = $1", &[Param::Integer(-7)])
        .await
        .unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].text(0), Some("it's"));
    assert_eq!(rows[0].integer(1), Some(-7));
    assert!(rows[0].is_true(2));
    assert_eq!(rows[0].text(3), None);
}

#[tokio::test]
async fn a_read_session_writes_nothing_and_creates_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("dev.db");
    let refused = Session::connect(&target(&file), Access::Read, Missing::Refuse).await;
    assert_eq!(refused.unwrap_err().id, "missing-file");
    assert!(!file.exists());
    open(&file).await.close().await.unwrap();
    let mut session =
        Session::connect(&target(&file), Access::Read, Missing::Refuse).await.unwrap();
    let error = session.execute("CREATE TABLE t (a)").await.unwrap_err();
    assert_eq!(error.id, "read-only-file");
}

#[tokio::test]
async fn what_is_no_database_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.txt");
    std::fs::write(&file, "x".repeat(4096)).unwrap();
    let refused = Session::connect(&target(&file), Access::Read, Missing::Refuse).await;
    assert_eq!(refused.unwrap_err().id, "not-a-database");
    let refused = Session::connect(&target(folder.path()), Access::Read, Missing::Refuse).await;
    assert_eq!(refused.unwrap_err().id, "not-a-file");
    let nowhere = folder.path().join("no/such/dev.db");
    let refused = Session::connect(&target(&nowhere), Access::Write, Missing::Create).await;
    assert_eq!(refused.unwrap_err().id, "missing-directory");
}

#[tokio::test]
async fn a_transaction_commits_rolls_back_and_knows_when_it_ended() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = open(&folder.path().join("dev.db")).await;
    session.begin().await.unwrap();
    session.execute("CREATE TABLE t (a)").await.unwrap();
    session.check_transaction().await.unwrap();
    session.commit(CommitRetry::default()).await.unwrap();
    session.begin().await.unwrap();
    session.execute("INSERT INTO t VALUES (1)").await.unwrap();
    session.rollback().await.unwrap();
    assert_eq!(session.query_one("SELECT count(*) FROM t").await.unwrap().integer(0), Some(0));
    session.begin().await.unwrap();
    session.execute("ROLLBACK").await.unwrap();
    assert_eq!(session.check_transaction().await.unwrap_err().id, "transaction-ended");
    assert!(!session.in_transaction());
}

#[tokio::test]
async fn a_failed_statement_keeps_the_transaction_from_committing() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = open(&folder.path().join("dev.db")).await;
    session.begin().await.unwrap();
    session.execute("CREATE TABLE t (a)").await.unwrap();
    let error = session.execute("SELECT nothing FROM t").await.unwrap_err();
    assert_eq!(error.id, "statement-failed");
    let error = session.commit(CommitRetry::default()).await.unwrap_err();
    assert_eq!(error.id, "transaction-failed");
    session.rollback().await.unwrap();
    assert_eq!(session.query("SELECT * FROM sqlite_schema").await.unwrap(), []);
}

#[tokio::test]
async fn foreign_keys_are_not_switched_inside_a_transaction() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = open(&folder.path().join("dev.db")).await;
    session.set_foreign_keys(false).await.unwrap();
    session.set_foreign_keys(true).await.unwrap();
    session.begin().await.unwrap();
    let error = session.set_foreign_keys(false).await.unwrap_err();
    assert_eq!(error.id, "foreign-keys-not-switched");
}

#[tokio::test]
async fn orphans_are_listed() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = open(&folder.path().join("dev.db")).await;
    session.set_foreign_keys(false).await.unwrap();
    session.execute("CREATE TABLE p (id INTEGER PRIMARY KEY)").await.unwrap();
    session.execute("CREATE TABLE c (p INTEGER REFERENCES p (id))").await.unwrap();
    session.execute("INSERT INTO c VALUES (9)").await.unwrap();
    let violations = session.foreign_key_violations().await.unwrap();
    let expected =
        ForeignKeyViolation { table: "c".into(), row: Some(1), parent: "p".into(), foreign_key: 0 };
    assert_eq!(violations, [expected]);
}

#[tokio::test]
async fn commit_waits_for_a_reader() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("dev.db");
    let mut writer = open(&file).await;
    writer.execute("CREATE TABLE t (a)").await.unwrap();
    let limits = Limits { lock: Some(Duration::from_millis(10)), statement: None };
    writer.set_limits(limits).await.unwrap();
    let mut reader = open(&file).await;
    reader.begin_read_only().await.unwrap();
    reader.query("SELECT * FROM t").await.unwrap();
    writer.begin().await.unwrap();
    writer.execute("INSERT INTO t VALUES (1)").await.unwrap();
    let error = writer.commit(CommitRetry(Duration::ZERO)).await.unwrap_err();
    assert_eq!(error.id, "database-busy");
    writer.rollback().await.unwrap();

    writer.begin().await.unwrap();
    writer.execute("INSERT INTO t VALUES (1)").await.unwrap();
    let ends = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(200)).await;
        reader.rollback().await
    });
    writer.commit(CommitRetry::default()).await.unwrap();
    ends.await.unwrap().unwrap();
    assert_eq!(writer.query_one("SELECT count(*) FROM t").await.unwrap().integer(0), Some(1));
}

#[tokio::test]
async fn the_deploy_lock_is_held_by_one_and_names_its_holder() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("dev.db");
    let (mut first, mut second) = (open(&file).await, open(&file).await);
    let lock = first.lock(Wait::No, "migrate deploy", &mut |_, _| {}).await.unwrap();
    assert!(!lock.waited);
    let error = second.lock(Wait::No, "migrate deploy", &mut |_, _| {}).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Locked);
    assert!(error.message.contains("comon migrate deploy"), "{error}");

    let mut told = Vec::new();
    let start = Instant::now();
    let release = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        first.unlock(lock).await
    };
    let mut tell = |holder: &Holder, _| told.push(holder.clone());
    let take = second.lock(Wait::For(Duration::from_secs(20)), "migrate deploy", &mut tell);
    let (released, taken) = tokio::join!(release, take);
    released.unwrap();
    let lock = taken.unwrap();
    assert!(lock.waited && start.elapsed() >= Duration::from_millis(300));
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].process, Some(i64::from(std::process::id())));
    second.unlock(lock).await.unwrap();
    assert!(!folder.path().join("dev.db.comon-lock").exists());
}

#[tokio::test]
async fn a_long_statement_is_cancelled_and_the_session_lives_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = open(&folder.path().join("dev.db")).await;
    let endless = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) \
                   SELECT count(*) FROM n";
    session.stop_after(Some(Duration::from_millis(100)));
    assert_eq!(session.query(endless).await.unwrap_err().id, "statement-cancelled");
    session.stop_after(None);
    assert_eq!(session.query_one("SELECT 1").await.unwrap().integer(0), Some(1));
}

#[tokio::test]
async fn the_newest_sqlite_that_is_planned_for_is_the_one_that_is_linked_in() {
    let folder = tempfile::tempdir().unwrap();
    let session = open(&folder.path().join("dev.db")).await;
    assert_eq!(session.facts().version_number, crate::config::BUNDLED_SQLITE);
}
