//! Introspection of real SQLite files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use crate::live::{LiveDatabase, Scope, introspect};
use crate::session::{Access, Missing, Session};
use crate::target::Target;
use planner_core::database::model::{
    Column, ColumnArity, ColumnDefault, ForeignKey, Literal, ObjectName, ReferentialAction,
    SortOrder, Table,
};
use planner_core::provider::Provider;
use std::path::Path;

async fn read(statements: &[&str]) -> LiveDatabase {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("file:{}", folder.path().join("dev.db").display());
    let target = Target::parse(Provider::Sqlite, &url, Path::new("/")).unwrap();
    let mut session = Session::connect(&target, Access::Write, Missing::Create).await.unwrap();
    for statement in statements {
        session.execute(statement).await.unwrap();
    }
    introspect(&mut session, &Scope::default()).await.unwrap()
}

fn table<'a>(live: &'a LiveDatabase, name: &str) -> &'a Table {
    live.database.table(&ObjectName::local(name)).unwrap()
}

fn column<'a>(live: &'a LiveDatabase, table_name: &str, name: &str) -> &'a Column {
    table(live, table_name).column(name).unwrap()
}

#[tokio::test]
async fn a_rowid_key_is_never_null_and_numbered_only_with_autoincrement() {
    let live = read(&[
        "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT)",
        "CREATE TABLE b (id INTEGER PRIMARY KEY)",
        "CREATE TABLE c (id TEXT PRIMARY KEY)",
        "CREATE TABLE d (id INT PRIMARY KEY)",
        "CREATE TABLE e (x INTEGER, y INTEGER, PRIMARY KEY (y, x))",
    ])
    .await;
    let facts = |name| {
        let column = column(&live, name, "id");
        (column.arity, column.autoincrement)
    };
    assert_eq!(facts("a"), (ColumnArity::Required, true));
    assert_eq!(facts("b"), (ColumnArity::Required, false));
    assert_eq!(facts("c"), (ColumnArity::Nullable, false));
    assert_eq!(facts("d"), (ColumnArity::Nullable, false));
    assert_eq!(column(&live, "e", "x").arity, ColumnArity::Nullable);
    assert_eq!(table(&live, "e").primary_key.as_ref().unwrap().columns, ["y", "x"]);
}

#[tokio::test]
async fn names_and_texts_of_every_kind_come_through() {
    let live = read(&[
        "CREATE TABLE \"we\"\"ird 'name'\" (\"a \"\"b\"\"\" TEXT DEFAULT 'it''s', [c d] TEXT, `e` TEXT)",
        "CREATE INDEX \"in\"\"dex\" ON \"we\"\"ird 'name'\" (\"a \"\"b\"\"\" DESC, [c d])",
    ])
    .await;
    let table = table(&live, "we\"ird 'name'");
    let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["a \"b\"", "c d", "e"]);
    let default = ColumnDefault::Literal(Literal::String("it's".into()));
    assert_eq!(table.columns[0].default, Some(default));
    let index = table.index("in\"dex").unwrap();
    assert_eq!(index.columns[0].sort, SortOrder::Descending);
    assert_eq!(index.columns[1].sort, SortOrder::Ascending);
}

#[tokio::test]
async fn foreign_keys_follow_case_and_implied_columns() {
    let live = read(&[
        "CREATE TABLE Parent (Id INTEGER PRIMARY KEY, x INTEGER, y INTEGER, UNIQUE (x, y))",
        "CREATE TABLE child (p INTEGER REFERENCES parent, x INTEGER, y INTEGER, \
         FOREIGN KEY (X, y) REFERENCES PARENT (x, Y) ON DELETE SET NULL ON UPDATE SET DEFAULT)",
    ])
    .await;
    let key = |columns: &[&str], referenced: &[&str], on_delete, on_update| ForeignKey {
        name: format!("child_{}_fkey", columns.join("_")),
        columns: columns.iter().map(ToString::to_string).collect(),
        referenced_table: ObjectName::local("Parent"),
        referenced_columns: referenced.iter().map(ToString::to_string).collect(),
        on_delete,
        on_update,
        span: None,
    };
    let expected = [
        key(&["p"], &["Id"], ReferentialAction::NoAction, ReferentialAction::NoAction),
        key(&["x", "y"], &["x", "y"], ReferentialAction::SetNull, ReferentialAction::SetDefault),
    ];
    assert_eq!(table(&live, "child").foreign_keys, expected);
    // A UNIQUE constraint is a unique index of the conventional name.
    assert_eq!(table(&live, "Parent").indexes[0].name, "Parent_x_y_key");
}

#[tokio::test]
async fn what_the_language_cannot_say_is_listed() {
    let live = read(&[
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT COLLATE NOCASE CHECK (a <> ''), \
         b TEXT UNIQUE ON CONFLICT REPLACE, g TEXT GENERATED ALWAYS AS (upper(a)) VIRTUAL)",
        "CREATE TABLE s (id INTEGER PRIMARY KEY, a TEXT) STRICT",
        "CREATE TABLE w (id TEXT PRIMARY KEY) WITHOUT ROWID",
        "CREATE INDEX by_upper ON t (upper(b))",
        "CREATE INDEX folded ON s (a COLLATE NOCASE)",
        "CREATE INDEX part ON s (a) WHERE a IS NOT NULL",
        "CREATE VIEW v AS SELECT * FROM t",
        "CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1; END",
        "CREATE VIRTUAL TABLE f USING fts5(body)",
    ])
    .await;
    let listed: Vec<String> = live.unmanaged.iter().map(ToString::to_string).collect();
    assert_eq!(
        listed,
        [
            "view v",
            "virtual table f",
            "trigger tr on t",
            "check constraint (a <> '') on t",
            "unique constraint t_b_key on t",
            "expression index by_upper on t",
            "index folded on s",
            "generated column g on t",
            "table option COLLATE NOCASE on t",
            "table option ON CONFLICT REPLACE on t",
            "table option STRICT on s",
            "table option WITHOUT ROWID on w",
        ]
    );
    let names: Vec<String> =
        live.database.tables.iter().map(|table| table.name.to_string()).collect();
    assert_eq!(names, ["s", "t", "w"]);
    let part = table(&live, "s").index("part").unwrap();
    assert_eq!(part.predicate.as_deref(), Some("a IS NOT NULL"));
    assert!(column(&live, "t", "g").default.is_none());
}
