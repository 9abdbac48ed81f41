//! What the planner says of type changes, proved for every pair of types. On PostgreSQL, a cast in
//! place is accepted, keeps every value where it is called lossless, loses or refuses one where it
//! is not, and writes the table anew exactly where it is said to; where no cast is said to lead,
//! the server knows none. On SQLite, a copy keeps every value, or loses one, as it is called. On both,
//! the question that a warning asks counts each value that is lost.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::parallel;
use comon_tests::server;
use planner_core::database::model::{
    Column, ColumnArity, ColumnType, NativeType, ObjectName, TypeName,
};
use planner_core::dialect::postgres::{cast, sql};
use planner_core::dialect::question::Question;
use planner_core::dialect::{condition_sql, sqlite};
use planner_core::provider::Provider;

const LONG: &str = "a text that is longer than forty characters, as many are";

/// Casts that bring every value back and are called lossy all the same, since whoever reads the new
/// type reads something else: the hexadecimal text of bytes, the number of a negative object id,
/// and an amount of money in the currency that the server is set to.
fn reads_otherwise(was: TypeName, is: TypeName) -> bool {
    use TypeName::*;
    matches!((was, is), (Bytea, Text | VarChar) | (Oid, Integer) | (Money, VarChar))
}

/// Casts that a server has and no plan uses: from a text to bytes, where most texts are not the
/// literal of any, and between bytes and numbers, which older servers refuse.
fn stays_unused(was: TypeName, is: TypeName) -> bool {
    use TypeName::*;
    matches!(
        (was, is),
        (Text | VarChar | Char | SmallInt | Integer | BigInt, Bytea)
            | (Bytea, SmallInt | Integer | BigInt)
    )
}

fn name(column_type: &ColumnType) -> TypeName {
    match column_type {
        ColumnType::Native(native) => native.name,
        other => panic!("{other:?}"),
    }
}

/// Types with values that reach their limits.
fn types() -> Vec<(ColumnType, &'static [&'static str])> {
    use TypeName::*;
    let rows: [(TypeName, &[u32], &[&str]); 33] = [
        (Text, &[], &["abc", "12", "", "ab  ", LONG]),
        (VarChar, &[], &["abc", "1234567890123", LONG]),
        (VarChar, &[10], &["abc", "1234567890"]),
        (VarChar, &[40], &["abc", "1234567890123"]),
        (Char, &[5], &["abc", "12345"]),
        (Boolean, &[], &["t", "f"]),
        (SmallInt, &[], &["32767", "-32768", "0"]),
        (Integer, &[], &["2147483647", "-2147483648", "0"]),
        (BigInt, &[], &["9223372036854775807", "-9223372036854775808"]),
        (Oid, &[], &["4294967295", "1"]),
        (Real, &[], &["1.5", "3.4e38", "NaN", "0.123456789", "-1.23456789e-38"]),
        (
            DoublePrecision,
            &[],
            &["1.5", "1e300", "0.30000000000000004", "-2.2250738585072014e-308"],
        ),
        (Decimal, &[], &["1.5", "-123456789012345678901234567890.1234567890123456789"]),
        (Decimal, &[65, 30], &["1.5", "12345678901234567890123456789012345.123456789"]),
        (Decimal, &[10, 2], &["12345678.12", "-99999999.99", "0.01"]),
        (Decimal, &[12, 2], &["1234567890.12", "-9999999999.99"]),
        (Decimal, &[12, 4], &["12345678.1234", "-99999999.9999"]),
        (Money, &[], &["92233720368547758.07", "-1.50"]),
        (Bit, &[4], &["1010"]),
        (Bit, &[8], &["10101111"]),
        (VarBit, &[], &["10101", "101010101010101010101010101010101010101010101"]),
        (VarBit, &[4], &["101", "1010"]),
        (Uuid, &[], &["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"]),
        (Inet, &[], &["10.0.0.1", "::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/127"]),
        (Bytea, &[], &["\\x00ff", "abc"]),
        (Timestamp, &[], &["2024-01-02 03:04:05.123456", "4713-01-01 00:00:00.000001 BC"]),
        (Timestamp, &[3], &["2024-01-02 03:04:05.123"]),
        (Timestamptz, &[], &["2024-01-02 03:04:05.123456+02", "4713-01-02 00:00:00.000001+00 BC"]),
        (Timestamptz, &[3], &["2024-01-02 03:04:05.123+02"]),
        (Time, &[3], &["03:04:05.123"]),
        (Timetz, &[], &["03:04:05.123456+02", "23:59:59.999999-15:59:59"]),
        (Date, &[], &["2024-01-02", "294276-12-31"]),
        (
            Jsonb,
            &[],
            &[
                "{\"a\": 1}",
                "2",
                "\"a text of more than forty characters, as documents hold them\"",
            ],
        ),
    ];
    rows.into_iter()
        .map(|(name, arguments, values)| {
            (ColumnType::Native(NativeType { name, arguments: arguments.into() }), values)
        })
        .collect()
}

fn column(column_type: &ColumnType) -> Column {
    Column {
        name: "c".into(),
        logical_name: None,
        column_type: column_type.clone(),
        arity: ColumnArity::Required,
        default: None,
        autoincrement: false,
        client: None,
        span: None,
    }
}

/// The condition that a warning about the cast asks with.
fn question(provider: Provider, before: &Column, after: &Column) -> String {
    let table = ObjectName::local("x");
    let question = Question::Lossy { table, before: before.clone(), after: after.clone() };
    condition_sql(provider, &question).expect("a question about single rows")
}

/// Whether the server may refuse to answer: over a text that is no date or document.
fn may_stay_unanswered(was: TypeName) -> bool {
    matches!(was, TypeName::Text | TypeName::VarChar | TypeName::Char)
}

/// Into how many databases the questions are shared out, so that every core has some.
const PARTS: usize = 4;

/// Tries one cast on an empty table and on one with values, and reports what is not as said.
const TRY: &str = r"
CREATE TABLE report (line text);
CREATE FUNCTION loses(was text, clause text, samples text[], back text)
RETURNS void LANGUAGE plpgsql AS $try$
DECLARE before text; after text; lost bool := false;
BEGIN
  FOR i IN 1 .. array_length(samples, 1) LOOP
    EXECUTE format('CREATE TABLE x (id serial, c %s)', was);
    EXECUTE format('INSERT INTO x (c) VALUES (%L)', samples[i]);
    EXECUTE 'SELECT c::text FROM x' INTO before;
    BEGIN
      EXECUTE 'ALTER TABLE x ' || clause;
      EXECUTE format('SELECT %s FROM x', back) INTO after;
      lost := lost OR after IS DISTINCT FROM before;
    EXCEPTION WHEN OTHERS THEN
      lost := true;
    END;
    DROP TABLE x;
  END LOOP;
  IF NOT lost THEN
    INSERT INTO report VALUES (format('%s: %s loses nothing', was, clause));
  END IF;
END
$try$;
CREATE FUNCTION counts(was text, clause text, asked text, answers bool, samples text[], back text)
RETURNS void LANGUAGE plpgsql AS $try$
DECLARE before text; lost bool; found int; problem text; answered bool := false;
BEGIN
  FOR i IN 1 .. array_length(samples, 1) LOOP
    EXECUTE format('CREATE TABLE x (id serial, c %s)', was);
    EXECUTE format('INSERT INTO x (c) VALUES (%L)', samples[i]);
    EXECUTE 'SELECT c::text FROM x' INTO before;
    BEGIN
      EXECUTE 'SELECT count(*) FROM x WHERE ' || asked INTO found;
      answered := true;
    EXCEPTION WHEN OTHERS THEN
      found := NULL;
      problem := SQLERRM;
    END;
    lost := true;
    BEGIN
      EXECUTE 'ALTER TABLE x ' || clause;
      lost := false;
      EXECUTE format('SELECT (%s)::%s IS DISTINCT FROM %L::%s FROM x', back, was, before, was) INTO lost;
    EXCEPTION WHEN OTHERS THEN
      NULL;
    END;
    IF lost AND found = 0 THEN
      INSERT INTO report VALUES (format('%s: %s does not count %s', was, asked, before));
    END IF;
    DROP TABLE x;
  END LOOP;
  IF answers AND NOT answered THEN
    INSERT INTO report VALUES (format('%s: %s cannot be asked: %s', was, asked, problem));
  END IF;
END
$try$;
CREATE FUNCTION leads_nowhere(was text, shall text)
RETURNS void LANGUAGE plpgsql AS $try$
BEGIN
  EXECUTE format('CREATE TABLE x (c %s)', was);
  BEGIN
    EXECUTE format('ALTER TABLE x ALTER c TYPE %s USING c::%s', shall, shall);
    INSERT INTO report VALUES (format('%s can be cast to %s', was, shall));
  EXCEPTION WHEN OTHERS THEN
    NULL;
  END;
  DROP TABLE x;
END
$try$;
CREATE FUNCTION try(was text, clause text, lossless bool, rewrites bool, samples text[], back text)
RETURNS void LANGUAGE plpgsql AS $try$
DECLARE before text[]; after text[]; old_file oid; new_file oid;
BEGIN
  EXECUTE format('CREATE TABLE x (id serial, c %s)', was);
  BEGIN
    EXECUTE 'ALTER TABLE x ' || clause;
  EXCEPTION WHEN OTHERS THEN
    INSERT INTO report VALUES (format('%s: %s is refused: %s', was, clause, SQLERRM));
    DROP TABLE x;
    RETURN;
  END;
  DROP TABLE x;
  EXECUTE format('CREATE TABLE x (id serial, c %s)', was);
  FOR i IN 1 .. array_length(samples, 1) LOOP
    EXECUTE format('INSERT INTO x (c) VALUES (%L)', samples[i]);
  END LOOP;
  EXECUTE 'SELECT array_agg(c::text ORDER BY id) FROM x' INTO before;
  SELECT relfilenode INTO old_file FROM pg_class WHERE oid = 'x'::regclass;
  BEGIN
    EXECUTE 'ALTER TABLE x ' || clause;
    SELECT relfilenode INTO new_file FROM pg_class WHERE oid = 'x'::regclass;
    IF (old_file <> new_file) <> rewrites THEN
      INSERT INTO report VALUES (format('%s: %s rewrites: %s', was, clause, old_file <> new_file));
    END IF;
    IF lossless THEN
      EXECUTE format('SELECT array_agg(%s ORDER BY id) FROM x', back) INTO after;
      IF after IS DISTINCT FROM before THEN
        INSERT INTO report VALUES (format('%s: %s changes %s to %s', was, clause, before, after));
      END IF;
    END IF;
  EXCEPTION WHEN OTHERS THEN
    IF lossless THEN
      INSERT INTO report VALUES (format('%s: %s fails: %s', was, clause, SQLERRM));
    END IF;
  END;
  DROP TABLE x;
END
$try$";

#[test]
fn every_cast_is_as_the_planner_says() {
    let quote = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let types = types();
    let mut questions: Vec<String> = Vec::new();
    let mut casts = 0;
    for (was, samples) in &types {
        for (is, _) in &types {
            let (before, after) = (column(was), column(is));
            if was == is {
                continue;
            }
            let typed = sql::create_table::typed;
            let Some(cast) = cast::cast(&before, &after, false) else {
                let (was, shall) = (quote(&typed(&before)), quote(&typed(&after)));
                if !stays_unused(name(&before.column_type), name(&after.column_type)) {
                    questions.push(format!("SELECT leads_nowhere({was}, {shall})"));
                }
                continue;
            };
            casts += 1;
            let using = sql::cast::using(cast.method, &before, &after);
            let clause = sql::alter_table::set_type(&after, using.as_deref());
            let was = sql::create_table::typed(&before);
            // Documents and decimals write the same value otherwise: those are read back as such.
            let back = match is {
                ColumnType::Native(native) if native.name == TypeName::Jsonb => {
                    format!("(c #>> '{{}}')::{was}::text")
                }
                ColumnType::Native(native) if native.name == TypeName::Decimal => {
                    format!("c::{was}::text")
                }
                // Cut off again, bits look as they did.
                ColumnType::Native(native) if native.name == TypeName::Bit => "c::text".to_owned(),
                _ => format!("c::text::{was}::text"),
            };
            let samples: Vec<String> = samples.iter().map(|sample| quote(sample)).collect();
            questions.push(format!(
                "SELECT try({}, {}, {}, {}, ARRAY[{}], {})",
                quote(&was),
                quote(&clause),
                cast.lossless,
                cast.rewrites,
                samples.join(", "),
                quote(&back),
            ));
            if !cast.lossless {
                // The text of a number has other digits than its bits.
                let back = match (name(&before.column_type), name(is)) {
                    (TypeName::Bit, TypeName::Integer | TypeName::BigInt) => {
                        format!("c::{was}::text")
                    }
                    _ => back.clone(),
                };
                questions.push(format!(
                    "SELECT counts({}, {}, {}, {}, ARRAY[{}], {})",
                    quote(&was),
                    quote(&clause),
                    quote(&question(Provider::Postgresql, &before, &after)),
                    !may_stay_unanswered(name(&before.column_type)),
                    samples.join(", "),
                    quote(&back),
                ));
            }
            let otherwise = reads_otherwise(name(&before.column_type), name(&after.column_type));
            if !cast.lossless && !otherwise {
                questions.push(format!(
                    "SELECT loses({}, {}, ARRAY[{}], {})",
                    quote(&was),
                    quote(&clause),
                    samples.join(", "),
                    quote(&back),
                ));
            }
        }
    }
    assert!(casts > 300, "{casts}");
    let parts: Vec<&[String]> = questions.chunks(questions.len().div_ceil(PARTS)).collect();
    let reports = parallel::map(&parts, |part| {
        let database = TestDatabase::create(Place::Postgres(server::newest()));
        let mut connection = database.connect();
        connection.execute(&format!("{TRY};\n{}", part.join(";\n"))).unwrap();
        connection.text("SELECT coalesce(string_agg(line, E'\\n' ORDER BY line), '') FROM report")
    });
    for report in reports {
        assert_eq!(report.as_deref(), Ok(""));
    }
}

#[test]
fn addresses_and_documents_are_carried_as_they_read() {
    let native = |name| ColumnType::Native(NativeType { name, arguments: Default::default() });
    let typed = |name, arity| Column { arity, ..column(&native(name)) };
    let (one, list) = (ColumnArity::Required, ColumnArity::List);
    use TypeName::{Inet, Jsonb, Text};
    // A value, what it reads as afterwards, and whether the question counts it.
    let expected = [
        (typed(Inet, one), typed(Text, one), "10.0.0.1", "10.0.0.1", "0"),
        (typed(Inet, one), typed(Text, one), "10.0.0.0/8", "10.0.0.0/8", "0"),
        (typed(Inet, list), typed(Text, list), "{10.0.0.1,::1/64}", "{10.0.0.1,::1/64}", "0"),
        (typed(Inet, one), typed(Text, list), "10.0.0.1", "{10.0.0.1}", "0"),
        (typed(Jsonb, one), typed(Text, list), "[1, 2]", "{\"[1, 2]\"}", "1"),
        (typed(Jsonb, one), typed(Jsonb, list), "[1, 2]", "{\"[1, 2]\"}", "1"),
        (typed(Jsonb, one), typed(Jsonb, list), "7", "{7}", "0"),
    ];
    let database = TestDatabase::create(Place::Postgres(server::newest()));
    let mut connection = database.connect();
    for (before, after, value, reads, counted) in expected {
        let cast = cast::cast(&before, &after, false).expect("a cast");
        let using = sql::cast::using(cast.method, &before, &after);
        let was = sql::create_table::typed(&before);
        let asked = question(Provider::Postgresql, &before, &after);
        connection
            .execute(&format!("CREATE TABLE x (c {was}); INSERT INTO x VALUES ('{value}')"))
            .unwrap();
        let count = format!("SELECT count(*)::text FROM x WHERE {asked}");
        assert_eq!(connection.text(&count), counted, "{was}: {value}, {asked}");
        assert!(counted == "0" || !cast.lossless, "{was}: {value}");
        let clause = sql::alter_table::set_type(&after, using.as_deref());
        connection.execute(&format!("ALTER TABLE x {clause}")).unwrap();
        assert_eq!(connection.text("SELECT c::text FROM x"), reads, "{was}: {value}");
        connection.execute("DROP TABLE x").unwrap();
    }
}

/// Types with values as SQLite's clients store them.
fn sqlite_types() -> Vec<(ColumnType, &'static [&'static str])> {
    use TypeName::*;
    let rows: [(TypeName, &[&str]); 9] = [
        (Text, &["'abc'", "'12'", "'007'", "'1e3'", "''", "'1.50'", "'{\"a\": 1}'"]),
        (Boolean, &["0", "1", "9007199254740993"]),
        (Integer, &["2147483647", "-5", "9007199254740993"]),
        (BigInt, &["9223372036854775807", "9007199254740993"]),
        (Real, &["1.5", "0.1", "1e300", "3.0", "0.30000000000000004"]),
        (Decimal, &["1.5", "12345678901234567", "3", "0.30000000000000004"]),
        (Datetime, &["'2024-01-02 03:04:05'", "1704164645123"]),
        (Jsonb, &["'{\"a\": 1}'", "'\"text\"'", "'1'"]),
        (Blob, &["X'00ff'", "X'616263'", "X'3132'"]),
    ];
    let native = |name| ColumnType::Native(NativeType { name, arguments: Default::default() });
    rows.into_iter().map(|(name, values)| (native(name), values)).collect()
}

/// Copies that keep every value and are called lossy all the same, since no client reads the new
/// column: a date or a document in a column of fractions, and bytes that are no text.
fn unreadable(was: TypeName, is: TypeName) -> bool {
    use TypeName::*;
    matches!((was, is), (Datetime | Jsonb, Real) | (Blob, Text))
}

#[test]
fn every_copy_on_sqlite_is_as_the_planner_says() {
    let database = TestDatabase::create(Place::Sqlite);
    let mut connection = database.connect();
    let types = sqlite_types();
    let mut problems = Vec::new();
    for (was, samples) in &types {
        for (is, _) in types.iter().filter(|(is, _)| is != was) {
            let conversion = sqlite::cast::conversion(was, is);
            let declared = |column_type| sqlite::sql::column_type::render(column_type);
            let copied = match conversion.way {
                sqlite::cast::Way::Copy => "c".to_owned(),
                sqlite::cast::Way::Cast(name) => format!("CAST(c AS {name})"),
            };
            let asked = question(Provider::Sqlite, &column(was), &column(is));
            let mut uncounted = Vec::new();
            let lost: Vec<&str> = samples
                .iter()
                .copied()
                .filter(|sample| {
                    let back = sqlite::cast::Affinity::of(was).cast_name();
                    connection
                        .execute(&format!(
                            "CREATE TABLE x (c {was}); INSERT INTO x VALUES ({sample}); \
                             CREATE TABLE y (c {is}); INSERT INTO y SELECT {copied} FROM x; \
                             CREATE TABLE z (plain {was}, cast_back {was}, as_text {was}); \
                             INSERT INTO z SELECT c, CAST(c AS {back}), CAST(c AS TEXT) FROM y",
                            was = declared(was),
                            is = declared(is),
                        ))
                        .unwrap();
                    let same = "SELECT CAST(quote(c) IN (quote(plain), quote(cast_back), \
                                quote(as_text)) AS TEXT) FROM x, z";
                    let kept = connection.text(same) == "1";
                    let count = format!("SELECT CAST(count(*) AS TEXT) FROM x WHERE {asked}");
                    if !kept && connection.text(&count) == "0" {
                        uncounted.push(*sample);
                    }
                    connection.execute("DROP TABLE x; DROP TABLE y; DROP TABLE z").unwrap();
                    !kept
                })
                .collect();
            if !conversion.lossless && !uncounted.is_empty() {
                problems.push(format!("{asked} does not count {uncounted:?}"));
            }
            if conversion.lossless != lost.is_empty() && !unreadable(name(was), name(is)) {
                let called = if conversion.lossless { "lossless" } else { "lossy" };
                let (was, is) = (declared(was), declared(is));
                problems.push(format!("{was} to {is} is called {called}, and loses {lost:?}"));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
