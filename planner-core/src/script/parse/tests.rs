//! Reading of scripts: what is split, what is kept together, what is refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;

fn texts(provider: Provider, text: &str) -> Vec<String> {
    let script = parse(provider, text).unwrap();
    script.statements().map(|statement| statement.text.clone()).collect()
}

fn errors(provider: Provider, text: &str) -> Vec<(u32, String)> {
    let errors = parse(provider, text).unwrap_err();
    errors.into_iter().map(|error| (error.line, error.message)).collect()
}

#[test]
fn statements_carry_line_and_comment() {
    let text = "-- first step\nSELECT 1;\nSELECT 2; -- aside\n\n/* x */ -- no\n-- second step\nSELECT\n  3";
    let script = parse(Provider::Postgresql, text).unwrap();
    let found: Vec<_> = script
        .statements()
        .map(|each| (each.text.as_str(), each.line, each.comment.as_deref()))
        .collect();
    assert_eq!(
        found,
        [
            ("SELECT 1", 2, Some("first step")),
            ("SELECT 2", 3, None),
            ("SELECT\n  3", 7, Some("second step")),
        ]
    );
    assert!(!script.foreign_keys_off);
}

#[test]
fn a_text_without_statements_has_no_sections() {
    for text in ["", "\n\n", "-- nothing\n", ";;", "-- comon: transaction\n"] {
        assert_eq!(parse(Provider::Postgresql, text).unwrap().sections, [], "{text:?}");
    }
}

#[test]
fn semicolons_inside_quotes_and_bodies_end_nothing() {
    for text in [
        "SELECT ';', \";\", $$;$$, $a$;$b$;$a$, E'\\';'",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END",
        "CREATE OR REPLACE PROCEDURE p(x int) BEGIN ATOMIC SELECT 1; END",
        "CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN NEW.a := 1; RETURN NEW; END $$ LANGUAGE plpgsql",
        "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)",
        "SELECT 1 /* ; /* ; */ ; */ + 1",
        "SELECT 1 -- ;\n + 1",
    ] {
        let twice = format!("{text};\nSELECT 9;");
        assert_eq!(texts(Provider::Postgresql, &twice), [text, "SELECT 9"]);
    }
    for text in [
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = CASE WHEN 1 THEN 2 END; DELETE FROM d; END",
        "create temp trigger t after insert on a begin select ';'; end",
        "SELECT [a;b], `c;d`, 'e;f'",
    ] {
        let twice = format!("{text};\nSELECT 9;");
        assert_eq!(texts(Provider::Sqlite, &twice), [text, "SELECT 9"]);
    }
}

#[test]
fn sections_have_modes_and_limits() {
    let text = "-- comon: timeout lock=1s\nSELECT 1;\n\
                -- comon: no-transaction\n-- comon: timeout statement=1h\n\
                CREATE UNIQUE INDEX CONCURRENTLY i ON t (a);\nSELECT 2;\n\
                -- comon: transaction\nSELECT 3;\n";
    let script = parse(Provider::Postgresql, text).unwrap();
    let [first, second, third] = script.sections.as_slice() else { panic!("three sections") };
    assert_eq!(first.mode, Mode::Transaction);
    assert_eq!(first.lock_timeout, Some(Duration::from_secs(1)));
    assert_eq!(second.mode, Mode::NoTransaction);
    assert_eq!(second.lock_timeout, None);
    assert_eq!(second.statement_timeout, Some(Duration::from_secs(3600)));
    let bare: Vec<bool> = second.statements.iter().map(|each| each.bare).collect();
    assert_eq!(bare, [true, false]);
    assert_eq!(third.statements.len(), 1);
}

#[test]
fn directives_count_only_on_lines_of_their_own() {
    let text =
        "SELECT '-- comon: nonsense', $$\n-- comon: nonsense\n$$ /*\n-- comon: nonsense\n*/;";
    assert_eq!(texts(Provider::Postgresql, text).len(), 1);
    for (text, line) in [
        ("SELECT 1; -- comon: transaction\n", 1),
        ("SELECT\n-- comon: transaction\n1;", 2),
        ("-- comon: nonsense\nSELECT 1;", 1),
        ("SELECT 1;\n-- comon: timeout lock=1s\n", 2),
    ] {
        let errors = errors(Provider::Postgresql, text);
        assert_eq!(errors.len(), 1, "{text}: {errors:?}");
        assert_eq!(errors[0].0, line, "{text}");
    }
    assert_eq!(errors(Provider::Sqlite, "-- comon: no-transaction\nSELECT 1;").len(), 1);
}

#[test]
fn every_refused_statement_is_named_with_its_line() {
    let both = [
        "BEGIN",
        "START TRANSACTION",
        "COMMIT",
        "END",
        "ROLLBACK",
        "ABORT",
        "SAVEPOINT a",
        "RELEASE a",
        "PREPARE TRANSACTION 'a'",
        "rollback to a",
        "/* x */ commit work",
    ];
    let postgres = [
        "SET search_path = a",
        "set session x = 1",
        "SET ROLE a",
        "RESET ALL",
        "DISCARD ALL",
        "COPY t FROM STDIN",
        "copy t (a, b) from stdin with csv",
        "VACUUM t",
        "CREATE INDEX CONCURRENTLY ON t (a)",
        "create unique index concurrently on \"t\" (a)",
        "ALTER SYSTEM SET a = 1",
        "CREATE DATABASE a",
        "DROP TABLESPACE a",
        "REINDEX DATABASE a",
        "REINDEX TABLE CONCURRENTLY a",
    ];
    let sqlite = ["PRAGMA foreign_keys=OFF", "ATTACH 'a' AS b", "DETACH b", "VACUUM"];
    let of_postgres = both.iter().chain(&postgres).map(|text| (Provider::Postgresql, *text));
    let of_sqlite = both.iter().chain(&sqlite).map(|text| (Provider::Sqlite, *text));
    for (provider, text) in of_postgres.chain(of_sqlite) {
        let errors = errors(provider, &format!("SELECT 1;\n{text};\nSELECT 2;"));
        assert_eq!(errors.len(), 1, "{text}: {errors:?}");
        assert_eq!(errors[0].0, 2, "{text}");
    }
}

#[test]
fn harmless_relatives_of_refused_statements_pass() {
    for text in [
        "SET LOCAL lock_timeout = '1s'",
        "SET CONSTRAINTS ALL DEFERRED",
        "COPY t FROM '/a/file'",
        "REINDEX TABLE t",
        "CREATE TABLE \"commit\" (begin int)",
        "DO $$ BEGIN PERFORM 1; END $$",
        "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
        "UPDATE t SET a = 1",
    ] {
        assert_eq!(texts(Provider::Postgresql, text), [text]);
    }
}

#[test]
fn concurrent_statements_need_their_section() {
    for text in [
        "CREATE INDEX CONCURRENTLY i ON t (a)",
        "CREATE INDEX CONCURRENTLY \"on\" ON t (a)",
        "DROP INDEX CONCURRENTLY i",
        "REINDEX (VERBOSE) INDEX CONCURRENTLY i",
        "ALTER TABLE t DETACH PARTITION p CONCURRENTLY",
    ] {
        assert_eq!(errors(Provider::Postgresql, text).len(), 1, "{text}");
        let section = format!("-- comon: no-transaction\n{text};");
        assert!(parse(Provider::Postgresql, &section).unwrap().sections[0].statements[0].bare);
    }
}

#[test]
fn shell_commands_are_refused() {
    assert_eq!(errors(Provider::Postgresql, "SELECT 1;\n\\i other.sql")[0].0, 2);
    assert_eq!(errors(Provider::Postgresql, "SELECT 1 \\gexec")[0].0, 1);
    assert_eq!(errors(Provider::Sqlite, "SELECT 1;\n.read other.sql")[0].0, 2);
    assert_eq!(texts(Provider::Sqlite, "SELECT a\n.b FROM a").len(), 1);
}

#[test]
fn all_problems_are_reported_in_order() {
    let text = "COMMIT;\n\\q\n;SET a = 1;\n-- comon: x\n";
    let lines: Vec<u32> = errors(Provider::Postgresql, text).iter().map(|each| each.0).collect();
    assert_eq!(lines, [1, 2, 3, 4]);
    assert_eq!(errors(Provider::Postgresql, "SELECT 1;\n\n'open")[0].0, 3);
    assert_eq!(errors(Provider::Sqlite, "SELECT\n1\0;")[0].0, 2);
}

#[test]
fn the_bracket_is_taken_off() {
    let text = "-- how to run\npragma foreign_keys = off;\nBEGIN IMMEDIATE;\n\n-- step\nDROP TABLE a;\n\nCOMMIT;\nPRAGMA foreign_keys=ON;\n";
    let script = parse(Provider::Sqlite, text).unwrap();
    assert!(script.foreign_keys_off);
    let statement = script.statements().next().unwrap();
    assert_eq!((statement.text.as_str(), statement.line), ("DROP TABLE a", 6));
    assert_eq!(statement.comment.as_deref(), Some("step"));
    assert_eq!(script.statements().count(), 1);
}

#[test]
fn half_a_bracket_is_refused() {
    let whole = [
        "PRAGMA foreign_keys=OFF",
        "BEGIN IMMEDIATE",
        "DROP TABLE a",
        "COMMIT",
        "PRAGMA foreign_keys=ON",
    ];
    for left_out in [0, 1, 3, 4] {
        let mut lines = whole.to_vec();
        lines.remove(left_out);
        let text = lines.join(";\n");
        assert_eq!(errors(Provider::Sqlite, &text).len(), 3, "{text}");
    }
    let nested = "PRAGMA foreign_keys=OFF;BEGIN IMMEDIATE;COMMIT;BEGIN IMMEDIATE;COMMIT;PRAGMA foreign_keys=ON;";
    assert_eq!(errors(Provider::Sqlite, nested).len(), 2);
    let section = "PRAGMA foreign_keys=OFF;BEGIN IMMEDIATE;\n-- comon: transaction\nCOMMIT;PRAGMA foreign_keys=ON;";
    assert_eq!(errors(Provider::Sqlite, section)[0].0, 2);
    let whole = whole.join(";\n");
    assert_eq!(errors(Provider::Postgresql, &whole).len(), 2, "only SQLite has it");
}
