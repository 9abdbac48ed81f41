//! 10,000 rows added one by one in a transaction, added together, and read page by page: through the
//! generated client, and by sqlx as one writes it by hand, in turns in one run. Prints the medians;
//! judges nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

#[path = "../tests/support/mod.rs"]
mod support;

use comon_clients::{blog, shop};
use comon_tests::database::Place;
use comon_tests::server;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{PgPool, QueryBuilder, SqlitePool};
use std::time::{Duration, Instant};

const ROWS: usize = 10_000;
const PAGE: i64 = 500;
const ROUNDS: usize = 7;

/// What is measured, by client and by hand.
const WORK: [&str; 3] = ["added one by one", "added together", "read page by page"];

type Times = [[Duration; 2]; 3];

fn main() {
    let sqlite = support::database(Place::Sqlite, "examples/blog/schema.prisma");
    let options = SqliteConnectOptions::new().filename(sqlite.file().expect("a file"));
    support::run(async {
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await.unwrap();
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            rounds.push(on_sqlite(&pool).await);
        }
        shown("SQLite", &rounds);
    });
    let place = Place::Postgres(server::newest());
    let postgres = support::database(place, "examples/shop/schema.prisma");
    support::run(async {
        let url = postgres.url();
        let pool = PgPoolOptions::new().max_connections(1).connect(&url).await.unwrap();
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            rounds.push(on_postgres(&pool).await);
        }
        shown(&place.name(), &rounds);
    });
}

fn shown(database: &str, rounds: &[Times]) {
    for (index, work) in WORK.iter().enumerate() {
        let median = |side: usize| {
            let mut times: Vec<_> = rounds.iter().map(|times| times[index][side]).collect();
            times.sort();
            times[times.len() / 2].as_secs_f64() * 1000.0
        };
        let (client, hand) = (median(0), median(1));
        println!(
            "{database:14} {ROWS} rows {work:18} client {client:7.1} ms   by hand {hand:7.1} ms   {:.2}",
            client / hand
        );
    }
}

async fn on_sqlite(pool: &SqlitePool) -> Times {
    use blog::user::{CreateUser, User, UserById};
    let empty = "DELETE FROM users";
    let emails: Vec<_> = (0..ROWS).map(|row| format!("user{row}@example.org")).collect();
    let mut times = Times::default();

    sqlx::query(empty).execute(pool).await.unwrap();
    let began = Instant::now();
    let mut transaction = pool.begin().await.unwrap();
    for email in &emails {
        User::create(&mut *transaction, &CreateUser::new(email)).await.unwrap();
    }
    transaction.commit().await.unwrap();
    times[0][0] = began.elapsed();

    sqlx::query(empty).execute(pool).await.unwrap();
    let began = Instant::now();
    let mut transaction = pool.begin().await.unwrap();
    for email in &emails {
        let sql = "INSERT INTO users (email, display_name) VALUES (?, ?) RETURNING id, email, \
                   display_name, created_at";
        let row: (i32, String, Option<String>, chrono::DateTime<chrono::Utc>) = sqlx::query_as(sql)
            .bind(email)
            .bind(None::<String>)
            .fetch_one(&mut *transaction)
            .await
            .unwrap();
        std::hint::black_box(row);
    }
    transaction.commit().await.unwrap();
    times[0][1] = began.elapsed();

    sqlx::query(empty).execute(pool).await.unwrap();
    let rows: Vec<_> = emails.iter().map(CreateUser::new).collect();
    let began = Instant::now();
    User::create_many(pool, &rows).await.unwrap();
    times[1][0] = began.elapsed();

    sqlx::query(empty).execute(pool).await.unwrap();
    let began = Instant::now();
    let mut transaction = pool.begin().await.unwrap();
    for some in emails.chunks(500) {
        let mut builder = QueryBuilder::new("INSERT INTO users (email, display_name) ");
        builder.push_values(some, |mut row, email| {
            row.push_bind(email).push_bind(None::<String>);
        });
        builder.build().execute(&mut *transaction).await.unwrap();
    }
    transaction.commit().await.unwrap();
    times[1][1] = began.elapsed();

    let began = Instant::now();
    let mut after: Option<UserById> = None;
    let mut read = 0;
    loop {
        let page = User::list(pool, after.as_ref(), PAGE).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some(UserById { id: last.id });
        read += page.len();
    }
    assert_eq!(read, ROWS);
    times[2][0] = began.elapsed();

    let began = Instant::now();
    let (mut after, mut read) = (0, 0);
    loop {
        let sql = "SELECT id, email, display_name, created_at FROM users WHERE id > ? ORDER BY id \
                   LIMIT ?";
        let page: Vec<(i32, String, Option<String>, chrono::DateTime<chrono::Utc>)> =
            sqlx::query_as(sql).bind(after).bind(PAGE).fetch_all(pool).await.unwrap();
        let Some(last) = page.last() else { break };
        after = last.0;
        read += page.len();
    }
    assert_eq!(read, ROWS);
    times[2][1] = began.elapsed();
    times
}

async fn on_postgres(pool: &PgPool) -> Times {
    use shop::customer::{CreateCustomer, Customer, CustomerById};
    let empty = "TRUNCATE customers RESTART IDENTITY CASCADE";
    let emails: Vec<_> = (0..ROWS).map(|row| format!("user{row}@example.org")).collect();
    let mut times = Times::default();

    sqlx::query(empty).execute(pool).await.unwrap();
    let began = Instant::now();
    let mut transaction = pool.begin().await.unwrap();
    for email in &emails {
        let customer = CreateCustomer::new(email, "Somebody");
        Customer::create(&mut *transaction, &customer).await.unwrap();
    }
    transaction.commit().await.unwrap();
    times[0][0] = began.elapsed();

    sqlx::query(empty).execute(pool).await.unwrap();
    let began = Instant::now();
    let mut transaction = pool.begin().await.unwrap();
    for email in &emails {
        let sql = "INSERT INTO customers (email, full_name) VALUES ($1, $2) RETURNING id, email, \
                   full_name, created_at";
        let row: (i32, String, String, chrono::DateTime<chrono::Utc>) = sqlx::query_as(sql)
            .bind(email)
            .bind("Somebody")
            .fetch_one(&mut *transaction)
            .await
            .unwrap();
        std::hint::black_box(row);
    }
    transaction.commit().await.unwrap();
    times[0][1] = began.elapsed();

    sqlx::query(empty).execute(pool).await.unwrap();
    let rows: Vec<_> = emails.iter().map(|email| CreateCustomer::new(email, "Somebody")).collect();
    let began = Instant::now();
    Customer::create_many(pool, &rows).await.unwrap();
    times[1][0] = began.elapsed();

    sqlx::query(empty).execute(pool).await.unwrap();
    let began = Instant::now();
    let mut transaction = pool.begin().await.unwrap();
    for some in emails.chunks(500) {
        let mut builder = QueryBuilder::new("INSERT INTO customers (email, full_name) ");
        builder.push_values(some, |mut row, email| {
            row.push_bind(email).push_bind("Somebody");
        });
        builder.build().execute(&mut *transaction).await.unwrap();
    }
    transaction.commit().await.unwrap();
    times[1][1] = began.elapsed();

    let began = Instant::now();
    let mut after: Option<CustomerById> = None;
    let mut read = 0;
    loop {
        let page = Customer::list(pool, after.as_ref(), PAGE).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some(CustomerById { id: last.id });
        read += page.len();
    }
    assert_eq!(read, ROWS);
    times[2][0] = began.elapsed();

    let began = Instant::now();
    let (mut after, mut read) = (0, 0);
    loop {
        let sql = "SELECT id, email, full_name, created_at FROM customers WHERE id > $1 ORDER BY id \
                   LIMIT $2";
        let page: Vec<(i32, String, String, chrono::DateTime<chrono::Utc>)> =
            sqlx::query_as(sql).bind(after).bind(PAGE).fetch_all(pool).await.unwrap();
        let Some(last) = page.last() else { break };
        after = last.0;
        read += page.len();
    }
    assert_eq!(read, ROWS);
    times[2][1] = began.elapsed();
    times
}
