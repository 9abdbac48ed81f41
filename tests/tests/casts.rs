//! What the planner says of type changes on PostgreSQL, proved on a server for every pair of
//! types: a cast in place is accepted, keeps every value where it is called lossless, and writes
//! the table anew exactly where it is said to.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::server;
use planner_core::database::model::{Column, ColumnArity, ColumnType, NativeType, TypeName};
use planner_core::dialect::postgres::{cast, sql};

/// Types with values that reach their limits.
fn types() -> Vec<(ColumnType, &'static [&'static str])> {
    use TypeName::*;
    let rows: [(TypeName, &[u32], &[&str]); 33] = [
        (Text, &[], &["abc", "12", "", "ab  "]),
        (VarChar, &[], &["abc", "1234567890123"]),
        (VarChar, &[10], &["abc", "1234567890"]),
        (VarChar, &[40], &["abc", "1234567890123"]),
        (Char, &[5], &["abc", "12345"]),
        (Boolean, &[], &["t", "f"]),
        (SmallInt, &[], &["32767", "-32768", "0"]),
        (Integer, &[], &["2147483647", "-2147483648", "0"]),
        (BigInt, &[], &["9223372036854775807", "-9223372036854775808"]),
        (Oid, &[], &["4294967295", "1"]),
        (Real, &[], &["1.5", "3.4e38", "NaN"]),
        (DoublePrecision, &[], &["1.5", "1e300", "0.1"]),
        (Decimal, &[], &["1.5", "123456789012345678901234567890.123456789"]),
        (Decimal, &[65, 30], &["1.5", "12345678901234567890123456789012345.123456789"]),
        (Decimal, &[10, 2], &["12345678.12"]),
        (Decimal, &[12, 2], &["1234567890.12"]),
        (Decimal, &[12, 4], &["12345678.1234"]),
        (Money, &[], &["92233720368547758.07", "-1.50"]),
        (Bit, &[4], &["1010"]),
        (Bit, &[8], &["10101111"]),
        (VarBit, &[], &["10101"]),
        (VarBit, &[4], &["101"]),
        (Uuid, &[], &["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"]),
        (Inet, &[], &["10.0.0.1", "::1"]),
        (Bytea, &[], &["\\x00ff", "abc"]),
        (Timestamp, &[], &["2024-01-02 03:04:05.123456"]),
        (Timestamp, &[3], &["2024-01-02 03:04:05.123"]),
        (Timestamptz, &[], &["2024-01-02 03:04:05.123456+02"]),
        (Timestamptz, &[3], &["2024-01-02 03:04:05.123+02"]),
        (Time, &[3], &["03:04:05.123"]),
        (Timetz, &[], &["03:04:05.123456+02"]),
        (Date, &[], &["2024-01-02"]),
        (Jsonb, &[], &["{\"a\": 1}", "2"]),
    ];
    rows.into_iter()
        .map(|(name, arguments, values)| {
            (ColumnType::Native(NativeType { name, arguments: arguments.to_vec() }), values)
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

/// Tries one cast on an empty table and on one with values, and reports what is not as said.
const TRY: &str = r"
CREATE TABLE report (line text);
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
    let mut script = String::from(TRY);
    let mut casts = 0;
    for (was, samples) in &types {
        for (is, _) in &types {
            let (before, after) = (column(was), column(is));
            let Some(cast) = cast::cast(&before, &after, false).filter(|_| was != is) else {
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
                _ => format!("c::text::{was}::text"),
            };
            let samples: Vec<String> = samples.iter().map(|sample| quote(sample)).collect();
            script.push_str(&format!(
                ";\nSELECT try({}, {}, {}, {}, ARRAY[{}], {})",
                quote(&was),
                quote(&clause),
                cast.lossless,
                cast.rewrites,
                samples.join(", "),
                quote(&back),
            ));
        }
    }
    assert!(casts > 300, "{casts}");
    let database = TestDatabase::create(Place::Postgres(server::newest()));
    let mut connection = database.connect();
    connection.execute(&script).unwrap();
    let report =
        connection.text("SELECT coalesce(string_agg(line, E'\\n' ORDER BY line), '') FROM report");
    assert_eq!(report, "");
}
