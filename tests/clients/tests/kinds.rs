//! Every kind of value of PostgreSQL through the client, there and back, with what plain SQL shows
//! of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use comon_clients::kinds::enums::State;
use comon_clients::kinds::kinds::{CreateKinds, Kinds, KindsById};
use comon_clients::kinds::lists::{CreateLists, Lists, ListsById};
use comon_clients::kinds::maybe::{CreateMaybe, Maybe, MaybeById, UpdateMaybe};
use comon_tests::database::Place;
use comon_tests::server;
use serde_json::json;
use sqlx::PgPool;

fn with_kinds(test: impl AsyncFn(&PgPool)) {
    for server in server::tested() {
        let database = support::database(Place::Postgres(server), "tests/clients/kinds.prisma");
        support::run(async {
            let pool = PgPool::connect(&database.url()).await.unwrap();
            test(&pool).await;
            pool.close().await;
        });
    }
}

/// From JSON, as a web front end sends it.
fn kinds() -> CreateKinds {
    serde_json::from_value(json!({
        "text": "t", "chars": "abc", "xml": "<a>ü</a>", "bits": "10110", "bit": "101",
        "inet": "10.1.0.0/16", "boolean": true, "small": -5, "int": 2_000_000_000,
        "big": 9_000_000_000_000_000_000_i64, "oid": 4_000_000_000_u32, "real": 1.5, "double": 0.1,
        "decimal": "12345678901234567890.123456789", "money": "-12.34",
        "timestamp": "2024-02-29T12:30:00.25Z", "moment": "2024-02-29T12:30:00.250001Z",
        "date": "2024-02-29", "time": "23:59:59.5", "timetz": "01:02:03", "json": {"a": [1, null]},
        "plain": "text", "bytes": [0, 255]
    }))
    .unwrap()
}

async fn text(pool: &PgPool, sql: &'static str) -> String {
    sqlx::query_scalar(sql).fetch_one(pool).await.unwrap()
}

#[test]
fn each_kind_is_written_and_read() {
    with_kinds(async |pool| {
        let given = kinds();
        let row = Kinds::create(pool, &given).await.unwrap();
        let found = Kinds::find(pool, &KindsById { id: row.id }).await.unwrap();
        assert_eq!(found.as_ref(), Some(&row));
        assert_eq!((row.xml.as_str(), row.bits.as_str()), ("<a>ü</a>", "10110"));
        assert_eq!((row.bit.as_str(), row.inet.as_str()), ("101", "10.1.0.0/16"));
        assert_eq!((row.oid, row.big, row.real), (4_000_000_000, given.big, 1.5));
        assert_eq!(row.decimal, given.decimal);
        assert_eq!(
            (&row.money, row.timestamp, row.moment),
            (&given.money, given.timestamp, given.moment)
        );
        assert_eq!((row.date, row.time, row.timetz), (given.date, given.time, given.timetz));
        assert_eq!((&row.json, &row.plain, &row.bytes), (&given.json, &given.plain, &given.bytes));
        assert_eq!(row.state, State::New);
        let shown = "SELECT concat_ws('|', xml, bits, \"bit\", inet, oid, money::numeric, \
                     \"timestamp\", timetz, state) FROM \"Kinds\"";
        assert_eq!(
            text(pool, shown).await,
            "<a>ü</a>|10110|101|10.1.0.0/16|4000000000|-12.34|2024-02-29 12:30:00.25|01:02:03+00|NEW"
        );
    });
}

#[test]
fn identifiers_have_the_shape_of_their_kind_and_never_repeat() {
    with_kinds(async |pool| {
        let rows: Vec<_> = (0..200).map(|_| kinds()).collect();
        Kinds::create_many(pool, &rows).await.unwrap();
        let shapes = "SELECT count(*)::text FROM \"Kinds\" WHERE id::text ~ '^[0-9a-f]{8}-[0-9a-f]{4}-7' \
                      AND cuid ~ '^c[0-9a-z]{24}$' AND cuid2 ~ '^[a-z][0-9a-z]{23}$' \
                      AND ulid ~ '^0[0-9A-HJKMNP-TV-Z]{25}$' AND nanoid ~ '^[-_0-9A-Za-z]{12}$'";
        assert_eq!(text(pool, shapes).await, "200");
        let distinct = "SELECT concat_ws(' ', count(DISTINCT id), count(DISTINCT cuid), \
                        count(DISTINCT cuid2), count(DISTINCT ulid), count(DISTINCT nanoid)) FROM \"Kinds\"";
        assert_eq!(text(pool, distinct).await, "200 200 200 200 200");
    });
}

#[test]
fn what_may_be_null_is_null_or_the_default() {
    with_kinds(async |pool| {
        let kinds = Kinds::create(pool, &kinds()).await.unwrap();
        let row = Maybe::create(pool, &CreateMaybe::new(kinds.id)).await.unwrap();
        assert_eq!(row.text.as_deref(), Some("unless said"));
        assert_eq!((row.xml, row.money, row.timestamp, row.json, row.state), Default::default());
        let set = UpdateMaybe {
            text: Some(None),
            xml: Some(Some("<b/>".into())),
            inet: Some(Some("::1".into())),
            money: Some(Some("0.05".parse().unwrap())),
            json: Some(Some(serde_json::Value::Null)),
            state: Some(Some(State::InProgress)),
            ..Default::default()
        };
        let row = Maybe::update(pool, &MaybeById { id: row.id }, &set).await.unwrap();
        assert_eq!(
            (row.text, row.xml.as_deref(), row.inet.as_deref()),
            (None, Some("<b/>"), Some("::1"))
        );
        assert_eq!(
            (row.money.map(|money| money.to_string()), row.json),
            (Some("0.05".to_owned()), Some(json!(null)))
        );
        assert_eq!(row.state, Some(State::InProgress));
        let shown = "SELECT concat_ws('|', json::text, state) FROM \"Maybe\"";
        assert_eq!(text(pool, shown).await, "null|in progress");
    });
}

#[test]
fn lists_are_written_and_read_and_null_is_an_empty_one() {
    with_kinds(async |pool| {
        let kinds = Kinds::create(pool, &kinds()).await.unwrap();
        let given = CreateLists {
            uuids: vec![kinds.id],
            xmls: vec!["<a/>".into(), "<b/>".into()],
            bits: vec!["1".into(), "010".into()],
            inets: vec!["1.2.3.4".into()],
            ints: vec![1, -1],
            decimals: vec!["1.25".parse().unwrap()],
            moneys: vec!["3.00".parse().unwrap()],
            timestamps: vec![kinds.timestamp],
            dates: vec![kinds.date],
            timetzs: vec![kinds.timetz],
            jsons: vec![json!({}), json!([1])],
            bytes: vec![vec![1], vec![]],
            states: vec![State::Done, State::New],
            ..CreateLists::new(kinds.id)
        };
        let row = Lists::create(pool, &given).await.unwrap();
        assert_eq!(row.texts, ["a", "b"]);
        assert_eq!((&row.uuids, &row.xmls, &row.bits), (&given.uuids, &given.xmls, &given.bits));
        assert_eq!(
            (&row.inets, &row.ints, &row.decimals),
            (&given.inets, &given.ints, &given.decimals)
        );
        assert_eq!(
            (&row.moneys, &row.timestamps, &row.dates),
            (&given.moneys, &given.timestamps, &given.dates)
        );
        assert_eq!(
            (&row.timetzs, &row.jsons, &row.bytes),
            (&given.timetzs, &given.jsons, &given.bytes)
        );
        assert_eq!(row.states, given.states);
        assert_eq!(
            text(pool, "SELECT states::text FROM \"Lists\"").await,
            "{\"it's \\\"done\\\"\",NEW}"
        );
        sqlx::query("UPDATE \"Lists\" SET texts = NULL, states = NULL")
            .execute(pool)
            .await
            .unwrap();
        let rows = Lists::list::<ListsById>(pool, None, 1).await.unwrap();
        let row = &rows[0];
        assert_eq!((row.texts.len(), row.states.len()), (0, 0));
    });
}
