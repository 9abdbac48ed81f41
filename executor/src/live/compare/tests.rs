//! Drift on real SQLite files, told in sentences.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::live::{Scope, introspect};
use crate::session::{Access, Missing, Session};
use crate::target::Target;
use planner_core::database::model::Origin;
use planner_core::provider::Provider;
use std::path::Path;

const BASE: &str = "CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, \
     name TEXT NOT NULL DEFAULT 'x', age INTEGER);\
     CREATE TABLE posts (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, author INTEGER NOT NULL, \
     CONSTRAINT posts_author_fkey FOREIGN KEY (author) REFERENCES users (id) \
     ON DELETE RESTRICT ON UPDATE CASCADE);\
     CREATE UNIQUE INDEX users_name_key ON users (name)";

async fn read(sql: &[&str], scope: &Scope) -> LiveDatabase {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("file:{}", folder.path().join("dev.db").display());
    let target = Target::parse(Provider::Sqlite, &url, Path::new("/")).unwrap();
    let mut session = Session::connect(&target, Access::Write, Missing::Create).await.unwrap();
    for text in sql {
        for statement in text.split(';') {
            session.execute(statement).await.unwrap();
        }
    }
    introspect(&mut session, scope).await.unwrap()
}

/// The base as if it had been lowered from a schema.
async fn expected() -> Database {
    let mut database = read(&[BASE], &Scope::default()).await.database;
    database.origin = Origin::Schema;
    database
}

async fn messages(sql: &str) -> Vec<String> {
    let live = read(&[BASE, sql], &Scope::default()).await;
    let none = ExternalTables::default();
    let differences = compare(&expected().await, &live, &none, &LiveExpressions::default(), None);
    differences.into_iter().map(|each| each.message).collect()
}

#[tokio::test]
async fn an_untouched_database_does_not_differ() {
    assert_eq!(messages("SELECT 1").await, [""; 0]);
}

#[tokio::test]
async fn keys_that_say_less_than_the_language_are_notices() {
    let wanted = read(
        &["CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, x INTEGER);\
           CREATE TABLE b (id TEXT NOT NULL PRIMARY KEY)"],
        &Scope::default(),
    )
    .await;
    let live = read(
        &["CREATE TABLE a (id INTEGER PRIMARY KEY, x INTEGER);CREATE TABLE b (id TEXT PRIMARY KEY)"],
        &Scope::default(),
    )
    .await;
    let known = LiveExpressions::default();
    let found = compare(&wanted.database, &live, &ExternalTables::default(), &known, None);
    let told: Vec<(&str, bool)> =
        found.iter().map(|each| (each.message.as_str(), each.notice)).collect();
    assert_eq!(
        told,
        [
            (
                "The key a.id may give the number of a deleted row again: it is not AUTOINCREMENT \
                 there.",
                true
            ),
            ("The key b.id admits NULL in the database: it is not NOT NULL there.", true),
        ]
    );
}

#[tokio::test]
async fn comons_and_other_tools_tables_and_unmanaged_objects_are_no_drift() {
    let sql = "CREATE TABLE _comon_orm_migrations (name TEXT PRIMARY KEY);\
               CREATE TABLE _prisma_migrations (id TEXT PRIMARY KEY);\
               CREATE VIEW v AS SELECT * FROM users;\
               CREATE INDEX by_length ON users (length(name));\
               CREATE VIRTUAL TABLE search USING fts5(body)";
    assert_eq!(messages(sql).await, [""; 0]);
}

#[tokio::test]
async fn every_difference_is_told_in_a_sentence() {
    let sql = "ALTER TABLE users ADD COLUMN nick TEXT;\
               ALTER TABLE users DROP COLUMN age;\
               DROP INDEX users_name_key;\
               CREATE TABLE extra (id INTEGER PRIMARY KEY, a TEXT UNIQUE);\
               CREATE INDEX posts_author_idx ON posts (author)";
    let mut told = messages(sql).await;
    told.sort();
    assert_eq!(
        told,
        [
            "Column users.age is missing in the database.",
            "Column users.nick exists in the database, but not in the schema.",
            "Index posts_author_idx (author) on posts exists in the database, but not in the schema.",
            "Table extra exists in the database, but not in the schema.",
            "Unique index users_name_key (name) on users is missing in the database.",
        ]
    );
}

#[tokio::test]
async fn a_changed_column_says_what_is_instead_of_what() {
    let sql = "DROP TABLE posts;DROP TABLE users;\
               CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name BLOB DEFAULT 'y', \
               age INTEGER NOT NULL);\
               CREATE UNIQUE INDEX users_name_key ON users (name);\
               CREATE TABLE posts (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, \
               author INTEGER NOT NULL REFERENCES users (id))";
    let mut told = messages(sql).await;
    told.sort();
    assert_eq!(
        told,
        [
            "Column users.age does not allow NULL in the database.",
            "Column users.name has the type BLOB instead of TEXT and allows NULL and has the \
             default 'y' instead of the default 'x' in the database.",
            "The foreign key posts_author_fkey of posts (author) to users (id), on delete no \
             action, on update no action, exists in the database, but not in the schema.",
            "The foreign key posts_author_fkey of posts (author) to users (id), on delete \
             restrict, on update cascade, is missing in the database.",
            "The key users.id may give the number of a deleted row again: it is not AUTOINCREMENT \
             there.",
        ]
    );
}

#[tokio::test]
async fn a_restriction_looks_at_the_named_tables_alone() {
    let sql = "ALTER TABLE users ADD COLUMN nick TEXT; ALTER TABLE posts ADD COLUMN title TEXT";
    let only = BTreeSet::from([ObjectName::local("posts")]);
    let scope = Scope { only: Some(only.clone()), ..Scope::default() };
    let live = read(&[BASE, sql], &scope).await;
    assert_eq!(live.database.tables.len(), 1);
    let none = ExternalTables::default();
    let known = LiveExpressions::default();
    let differences = compare(&expected().await, &live, &none, &known, Some(&only));
    let names: Vec<&str> = differences.iter().map(|each| each.names[0].as_str()).collect();
    assert_eq!(names, ["posts.title"]);
    assert!(differences[0].names.contains(&"column:posts.title".to_owned()));
}

#[tokio::test]
async fn external_tables_are_left_out_and_keys_to_them_stay() {
    let external = ExternalTables::new(vec!["users".into()]);
    let scope = Scope { external: external.clone(), ..Scope::default() };
    let live = read(&[BASE, "ALTER TABLE users ADD COLUMN nick TEXT"], &scope).await;
    let known = LiveExpressions::default();
    assert_eq!(compare(&expected().await, &live, &external, &known, None), []);
}

#[tokio::test]
async fn an_expression_of_unknown_text_is_a_notice_and_of_known_text_exact() {
    let default =
        |text: &str| format!("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT DEFAULT ({text}))");
    let mut wanted = read(&[&default("lower('A')")], &Scope::default()).await.database;
    wanted.origin = Origin::Schema;
    let live = read(&[&default("lower('B')")], &Scope::default()).await;
    let none = ExternalTables::default();
    let told = |known: &LiveExpressions| {
        let differences = compare(&wanted, &live, &none, known, None);
        differences.iter().map(|each| each.notice).collect::<Vec<_>>()
    };
    assert_eq!(told(&LiveExpressions::default()), [true]);
    let known = LiveExpressions::collect(&wanted, &live.database);
    assert_eq!(told(&LiveExpressions::from_json(&known.to_json().unwrap())), [false; 0]);
    let other = read(&[&default("lower('C')")], &Scope::default()).await;
    let known = LiveExpressions::collect(&wanted, &other.database);
    assert_eq!(told(&known), [false]);
}
