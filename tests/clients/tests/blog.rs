//! The client of the blog on a real SQLite file: what each function did is read back by plain SQL.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use comon_clients::blog::post::{CreatePost, Post, PostById, UpdatePost};
use comon_clients::blog::user::{self, CreateUser, UpdateUser, User, UserByEmail, UserById};
use comon_clients::blog::{Cursor, Error};
use comon_tests::database::Place;
use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};

fn with_blog(test: impl AsyncFnOnce(&SqlitePool)) {
    let database = support::database(Place::Sqlite, "examples/blog/schema.prisma");
    let file = database.file().expect("a file");
    support::run(async {
        let options = SqliteConnectOptions::new().filename(file).foreign_keys(true);
        let pool = SqlitePoolOptions::new().connect_with(options).await.unwrap();
        test(&pool).await;
        pool.close().await;
    });
}

async fn text(pool: &SqlitePool, sql: &'static str) -> String {
    sqlx::query_scalar(sql).fetch_one(pool).await.unwrap()
}

#[test]
fn rows_are_created_found_changed_and_taken_out() {
    with_blog(async |pool| {
        let ada = User::create(pool, &CreateUser::new("ada@example.org")).await.unwrap();
        assert_eq!((ada.id, ada.display_name.as_deref()), (1, None));
        let now = chrono::Utc::now();
        assert!((now - ada.created_at).num_seconds().abs() < 60, "the database's time is read");
        let sql = "SELECT email || ' ' || typeof(created_at) FROM users";
        assert_eq!(text(pool, sql).await, "ada@example.org text");

        let by_email = UserByEmail { email: "ada@example.org".into() };
        assert_eq!(User::find(pool, &by_email).await.unwrap().as_ref(), Some(&ada));
        let none = UserByEmail { email: "bob@example.org".into() };
        assert_eq!(User::find(pool, &none).await.unwrap(), None);

        let name = UpdateUser { display_name: Some(Some("Ada".into())), ..Default::default() };
        let named = User::update(pool, &by_email, &name).await.unwrap();
        assert_eq!(named.display_name.as_deref(), Some("Ada"));
        let no_name = UpdateUser { display_name: Some(None), ..Default::default() };
        User::update(pool, &by_email, &no_name).await.unwrap();
        assert_eq!(text(pool, "SELECT coalesce(display_name, 'NULL') FROM users").await, "NULL");
        let same = User::update(pool, &by_email, &UpdateUser::default()).await.unwrap();
        assert_eq!(same.email, "ada@example.org");
        let missing = User::update(pool, &none, &name).await;
        assert!(matches!(missing, Err(Error::NotFound { model: "User" })), "{missing:?}");

        let gone = User::delete(pool, &UserById { id: 1 }).await.unwrap();
        assert_eq!(gone.email, "ada@example.org");
        assert_eq!(User::count(pool).await.unwrap(), 0);
        let missing = User::delete(pool, &UserById { id: 1 }).await;
        assert!(matches!(missing, Err(Error::NotFound { model: "User" })), "{missing:?}");
    });
}

#[test]
fn defaults_are_the_databases_where_nothing_is_said() {
    with_blog(async |pool| {
        User::create(pool, &CreateUser::new("a@x")).await.unwrap();
        let post = Post::create(pool, &CreatePost::new("first", 1)).await.unwrap();
        assert_eq!((post.body.as_str(), post.status.as_str()), ("", "draft"));
        let moment = "2024-02-29T12:30:00.250Z".parse().unwrap();
        let second = CreatePost {
            status: Some("live".into()),
            published_at: Some(moment),
            ..CreatePost::new("second", 1)
        };
        let post = Post::create(pool, &second).await.unwrap();
        assert_eq!((post.status.as_str(), post.published_at), ("live", Some(moment)));
        let stored = text(pool, "SELECT published_at FROM posts WHERE id = 2").await;
        assert_eq!(stored, "2024-02-29 12:30:00.250");
        let json: CreatePost = serde_json::from_str("{\"title\":\"t\",\"authorId\":1}").unwrap();
        assert_eq!(json, CreatePost::new("t", 1));
    });
}

#[test]
fn what_prisma_stored_as_milliseconds_is_read() {
    with_blog(async |pool| {
        let sql = "INSERT INTO users (email, created_at) VALUES ('a@x', 1709209800250)";
        sqlx::query(sql).execute(pool).await.unwrap();
        let user = User::find(pool, &UserById { id: 1 }).await.unwrap().unwrap();
        assert_eq!(user.created_at.to_rfc3339(), "2024-02-29T12:30:00.250+00:00");
    });
}

#[test]
fn many_rows_are_created_or_none_and_listed_along_a_key() {
    with_blog(async |pool| {
        let rows: Vec<_> = (0..1203)
            .map(|number| CreateUser {
                display_name: (number % 3 == 0).then(|| format!("n{number}")),
                id: (number % 200 == 7).then_some(10_000 + number),
                ..CreateUser::new(format!("u{number:04}@x"))
            })
            .collect();
        assert_eq!(User::create_many(pool, &rows).await.unwrap(), 1203);
        assert_eq!(User::count(pool).await.unwrap(), 1203);
        let twice = [CreateUser::new("new@x"), CreateUser::new("u0001@x")];
        let refused = User::create_many(pool, &twice).await;
        assert!(matches!(refused, Err(Error::UniqueViolation(_))), "{refused:?}");
        assert_eq!(User::count(pool).await.unwrap(), 1203);
        assert_eq!(User::create_many(pool, &[]).await.unwrap(), 0);

        let mut seen = Vec::new();
        let mut after: Option<UserByEmail> = None;
        loop {
            let page = User::list(pool, after.as_ref(), 500).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(UserByEmail::of(last));
            seen.extend(page.into_iter().map(|user| user.email));
        }
        let expected: Vec<_> = rows.iter().map(|row| row.email.clone()).collect();
        assert_eq!(seen, expected);
    });
}

#[test]
fn constraints_are_told_apart() {
    with_blog(async |pool| {
        User::create(pool, &CreateUser::new("a@x")).await.unwrap();
        match User::create(pool, &CreateUser::new("a@x")).await {
            Err(Error::UniqueViolation(unique)) => {
                assert_eq!((unique.model, unique.fields), ("User", &["email"][..]));
            }
            other => panic!("{other:?}"),
        }
        match Post::create(pool, &CreatePost::new("lost", 99)).await {
            Err(Error::ForeignKeyViolation(keys)) => {
                assert_eq!((keys.len(), keys[0].model, keys[0].references), (1, "Post", "User"));
                assert_eq!(keys[0].fields, ["authorId"]);
            }
            other => panic!("{other:?}"),
        }
        // The same of a statement written by hand, with the names of the client.
        let (table, email) = (user::TABLE, user::columns::EMAIL);
        let sql = format!("INSERT INTO {table} ({email}) VALUES ('a@x')");
        let refused = sqlx::query(sqlx::AssertSqlSafe(sql)).execute(pool).await;
        let told = Error::from(refused.unwrap_err());
        assert_eq!(told.to_string(), "there is a User with the same email");
    });
}

#[test]
fn an_upsert_adds_or_changes_and_works_in_a_transaction() {
    with_blog(async |pool| {
        let create = CreateUser::new("a@x");
        let changes = UpdateUser { display_name: Some(Some("A".into())), ..Default::default() };
        let mut transaction = pool.begin().await.unwrap();
        let added =
            User::upsert::<UserByEmail>(&mut *transaction, &create, &changes).await.unwrap();
        assert_eq!((added.id, added.display_name), (1, None));
        let changed =
            User::upsert::<UserByEmail>(&mut *transaction, &create, &changes).await.unwrap();
        assert_eq!((changed.id, changed.display_name.as_deref()), (1, Some("A")));
        let nothing = UpdateUser::default();
        let same = User::upsert::<UserByEmail>(&mut *transaction, &create, &nothing).await.unwrap();
        assert_eq!(same, changed);
        let many = [CreatePost::new("x", 1), CreatePost::new("y", 1)];
        assert_eq!(Post::create_many(&mut transaction, &many).await.unwrap(), 2);
        transaction.rollback().await.unwrap();
        assert_eq!(User::count(pool).await.unwrap(), 0);
        assert_eq!(Post::find(pool, &PostById { id: 1 }).await.unwrap(), None);
        assert!(UpdatePost::default() == UpdatePost::default());
    });
}
