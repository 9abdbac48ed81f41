//! The client of schema.prisma, over sqlx.
//!
//! Written by `comon generate`: changes are lost. It needs, in Cargo.toml:
//!
//! ```toml
//! serde = { version = "1", features = ["derive"] }
//! sqlx = { version = "0.9", features = ["sqlite", "chrono"] }
//! chrono = { version = "0.4", features = ["serde"] }
//! ```

#![allow(dead_code)]
#![allow(clippy::doc_lazy_continuation)]
#![allow(clippy::doc_overindented_list_items)]
#![allow(clippy::enum_variant_names)]
#![allow(clippy::module_inception)]

/// Model `User`.
pub mod user {
    /// The table, quoted for SQL.
    pub const TABLE: &str = "\"users\"";

    /// The columns of the table, quoted for SQL.
    pub mod columns {
        /// Of `id`.
        pub const ID: &str = "\"id\"";
        /// Of `email`.
        pub const EMAIL: &str = "\"email\"";
        /// Of `displayName`.
        pub const DISPLAY_NAME: &str = "\"display_name\"";
        /// Of `createdAt`.
        pub const CREATED_AT: &str = "\"created_at\"";
    }

    /// A row of `User`.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct User {
        pub id: i32,
        pub email: String,
        #[serde(rename = "displayName")]
        pub display_name: Option<String>,
        #[serde(rename = "createdAt")]
        pub created_at: chrono::DateTime<chrono::Utc>,
    }

    impl sqlx::FromRow<'_, super::Row> for User {
        fn from_row(row: &super::Row) -> sqlx::Result<Self> {
            Ok(Self {
                id: sqlx::Row::try_get(row, "id")?,
                email: sqlx::Row::try_get(row, "email")?,
                display_name: sqlx::Row::try_get(row, "display_name")?,
                created_at: super::one::<super::Moment>(row, "created_at")?,
            })
        }
    }

    impl super::Record for User {
        const MODEL: &'static str = "User";
        const TABLE: &'static str = TABLE;
        const COLUMNS: &'static str = "\"id\", \"email\", \"display_name\", \"created_at\"";
    }

    /// A `User` by `id`.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct UserById {
        pub id: i32,
    }

    impl super::Key<User> for UserById {
        const COLUMNS: &'static [&'static str] = &[columns::ID];

        fn write(&self, values: &mut super::Values) {
            values.set(columns::ID, self.id);
        }
    }

    impl super::Cursor<User> for UserById {
        fn of(row: &User) -> Self {
            Self { id: row.id }
        }
    }

    /// A `User` by `email`.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct UserByEmail {
        pub email: String,
    }

    impl super::Key<User> for UserByEmail {
        const COLUMNS: &'static [&'static str] = &[columns::EMAIL];

        fn write(&self, values: &mut super::Values) {
            values.set(columns::EMAIL, &self.email);
        }
    }

    impl super::Cursor<User> for UserByEmail {
        fn of(row: &User) -> Self {
            Self {
                email: row.email.clone(),
            }
        }
    }

    /// What a new `User` is made of.
    #[derive(Debug, Clone, PartialEq, serde::Deserialize)]
    pub struct CreateUser {
        /// The database fills it in where it is `None`.
        pub id: Option<i32>,
        pub email: String,
        #[serde(rename = "displayName")]
        #[serde(default)]
        pub display_name: Option<String>,
        /// The database fills it in where it is `None`.
        #[serde(rename = "createdAt")]
        pub created_at: Option<chrono::DateTime<chrono::Utc>>,
    }

    impl CreateUser {
        /// With what has to be given; all else is as the schema says.
        pub fn new(email: impl Into<String>) -> Self {
            Self {
                id: None,
                email: email.into(),
                display_name: None,
                created_at: None,
            }
        }
    }

    impl super::Input<User> for CreateUser {
        fn write(&self, values: &mut super::Values) {
            if let Some(value) = &self.id {
                values.set(columns::ID, *value);
            }
            values.set(columns::EMAIL, &self.email);
            values.set(columns::DISPLAY_NAME, &self.display_name);
            if let Some(value) = &self.created_at {
                values.set(
                    columns::CREATED_AT,
                    <super::Moment as super::Stored>::of(value),
                );
            }
        }
    }

    /// What is changed of a `User`: what is `None` stays as it is.
    #[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
    pub struct UpdateUser {
        pub id: Option<i32>,
        pub email: Option<String>,
        #[serde(rename = "displayName")]
        #[serde(default, deserialize_with = "super::given")]
        pub display_name: Option<Option<String>>,
        #[serde(rename = "createdAt")]
        pub created_at: Option<chrono::DateTime<chrono::Utc>>,
    }

    impl super::Input<User> for UpdateUser {
        fn write(&self, values: &mut super::Values) {
            if let Some(value) = &self.id {
                values.set(columns::ID, *value);
            }
            if let Some(value) = &self.email {
                values.set(columns::EMAIL, value);
            }
            if let Some(value) = &self.display_name {
                values.set(columns::DISPLAY_NAME, value);
            }
            if let Some(value) = &self.created_at {
                values.set(
                    columns::CREATED_AT,
                    <super::Moment as super::Stored>::of(value),
                );
            }
        }
    }

    impl User {
        /// The row of that key.
        ///
        /// # Errors
        ///
        /// What the database answers, constraints told apart.
        pub async fn find<'e, K: super::Key<Self>>(
            executor: impl sqlx::Executor<'e, Database = super::Database>,
            key: &K,
        ) -> super::Result<Option<Self>> {
            super::find(executor, key).await
        }

        /// The next rows along a key, from the first one or after that of another.
        ///
        /// # Errors
        ///
        /// What the database answers, constraints told apart.
        pub async fn list<'e, K: super::Cursor<Self>>(
            executor: impl sqlx::Executor<'e, Database = super::Database>,
            after: Option<&K>,
            limit: i64,
        ) -> super::Result<Vec<Self>> {
            super::list(executor, after, limit).await
        }

        /// How many rows there are.
        ///
        /// # Errors
        ///
        /// What the database answers, constraints told apart.
        pub async fn count<'e>(
            executor: impl sqlx::Executor<'e, Database = super::Database>,
        ) -> super::Result<i64> {
            super::count::<Self>(executor).await
        }

        /// Adds a row, and answers it with what the database filled in.
        ///
        /// # Errors
        ///
        /// What the database answers, constraints told apart.
        pub async fn create<'e>(
            executor: impl sqlx::Executor<'e, Database = super::Database>,
            input: &CreateUser,
        ) -> super::Result<Self> {
            super::create(executor, input).await
        }

        /// Adds all of these rows or none, and answers how many.
        ///
        /// # Errors
        ///
        /// What the database answers, constraints told apart.
        pub async fn create_many<'c>(
            connection: impl sqlx::Acquire<'c, Database = super::Database>,
            rows: &[CreateUser],
        ) -> super::Result<u64> {
            super::create_many::<Self, _>(connection, rows).await
        }

        /// Changes the row of that key, and answers it.
        ///
        /// # Errors
        ///
        /// What the database answers, constraints told apart.
        pub async fn update<'e, K: super::Key<Self>>(
            executor: impl sqlx::Executor<'e, Database = super::Database>,
            key: &K,
            changes: &UpdateUser,
        ) -> super::Result<Self> {
            super::update(executor, key, changes).await
        }

        /// Adds a row, or changes the one with the same key.
        ///
        /// # Errors
        ///
        /// What the database answers, constraints told apart.
        pub async fn upsert<'e, K: super::Key<Self>>(
            executor: impl sqlx::Executor<'e, Database = super::Database>,
            input: &CreateUser,
            changes: &UpdateUser,
        ) -> super::Result<Self> {
            super::upsert::<Self, K>(executor, input, changes).await
        }

        /// Takes the row of that key out, and answers it.
        ///
        /// # Errors
        ///
        /// What the database answers, constraints told apart.
        pub async fn delete<'e, K: super::Key<Self>>(
            executor: impl sqlx::Executor<'e, Database = super::Database>,
            key: &K,
        ) -> super::Result<Self> {
            super::delete(executor, key).await
        }
    }
}

/// Model `Post`.
pub mod post {
    /// The table, quoted for SQL.
    pub const TABLE: &str = "\"posts\"";

    /// The columns of the table, quoted for SQL.
    pub mod columns {
        /// Of `id`.
        pub const ID: &str = "\"id\"";
        /// Of `title`.
        pub const TITLE: &str = "\"title\"";
        /// Of `body`.
        pub const BODY: &str = "\"body\"";
        /// Of `status`.
        pub const STATUS: &str = "\"status\"";
        /// Of `publishedAt`.
        pub const PUBLISHED_AT: &str = "\"published_at\"";
        /// Of `authorId`.
        pub const AUTHOR_ID: &str = "\"author_id\"";
    }

    /// A row of `Post`.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct Post {
        pub id: i32,
        pub title: String,
        pub body: String,
        pub status: String,
        #[serde(rename = "publishedAt")]
        pub published_at: Option<chrono::DateTime<chrono::Utc>>,
        #[serde(rename = "authorId")]
        pub author_id: i32,
    }

    impl sqlx::FromRow<'_, super::Row> for Post {
        fn from_row(row: &super::Row) -> sqlx::Result<Self> {
            Ok(Self {
                id: sqlx::Row::try_get(row, "id")?,
                title: sqlx::Row::try_get(row, "title")?,
                body: sqlx::Row::try_get(row, "body")?,
                status: sqlx::Row::try_get(row, "status")?,
                published_at: super::optional::<super::Moment>(row, "published_at")?,
                author_id: sqlx::Row::try_get(row, "author_id")?,
            })
        }
    }

    impl super::Record for Post {
        const MODEL: &'static str = "Post";
        const TABLE: &'static str = TABLE;
        const COLUMNS: &'static str =
            "\"id\", \"title\", \"body\", \"status\", \"published_at\", \"author_id\"";
    }

    /// A `Post` by `id`.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct PostById {
        pub id: i32,
    }

    impl super::Key<Post> for PostById {
        const COLUMNS: &'static [&'static str] = &[columns::ID];

        fn write(&self, values: &mut super::Values) {
            values.set(columns::ID, self.id);
        }
    }

    impl super::Cursor<Post> for PostById {
        fn of(row: &Post) -> Self {
            Self { id: row.id }
        }
    }

    /// What a new `Post` is made of.
    #[derive(Debug, Clone, PartialEq, serde::Deserialize)]
    pub struct CreatePost {
        /// The database fills it in where it is `None`.
        pub id: Option<i32>,
        pub title: String,
        /// The database fills it in where it is `None`.
        pub body: Option<String>,
        /// The database fills it in where it is `None`.
        pub status: Option<String>,
        #[serde(rename = "publishedAt")]
        #[serde(default)]
        pub published_at: Option<chrono::DateTime<chrono::Utc>>,
        #[serde(rename = "authorId")]
        pub author_id: i32,
    }

    impl CreatePost {
        /// With what has to be given; all else is as the schema says.
        pub fn new(title: impl Into<String>, author_id: i32) -> Self {
            Self {
                id: None,
                title: title.into(),
                body: None,
                status: None,
                published_at: None,
                author_id,
            }
        }
    }

    impl super::Input<Post> for CreatePost {
        fn write(&self, values: &mut super::Values) {
            if let Some(value) = &self.id {
                values.set(columns::ID, *value);
            }
            values.set(columns::TITLE, &self.title);
            if let Some(value) = &self.body {
                values.set(columns::BODY, value);
            }
            if let Some(value) = &self.status {
                values.set(columns::STATUS, value);
            }
            values.set(
                columns::PUBLISHED_AT,
                super::stored::<super::Moment>(self.published_at.as_ref()),
            );
            values.set(columns::AUTHOR_ID, self.author_id);
        }
    }

    /// What is changed of a `Post`: what is `None` stays as it is.
    #[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
    pub struct UpdatePost {
        pub id: Option<i32>,
        pub title: Option<String>,
        pub body: Option<String>,
        pub status: Option<String>,
        #[serde(rename = "publishedAt")]
        #[serde(default, deserialize_with = "super::given")]
        pub published_at: Option<Option<chrono::DateTime<chrono::Utc>>>,
        #[serde(rename = "authorId")]
        pub author_id: Option<i32>,
    }

    impl super::Input<Post> for UpdatePost {
        fn write(&self, values: &mut super::Values) {
            if let Some(value) = &self.id {
                values.set(columns::ID, *value);
            }
            if let Some(value) = &self.title {
                values.set(columns::TITLE, value);
            }
            if let Some(value) = &self.body {
                values.set(columns::BODY, value);
            }
            if let Some(value) = &self.status {
                values.set(columns::STATUS, value);
            }
            if let Some(value) = &self.published_at {
                values.set(
                    columns::PUBLISHED_AT,
                    super::stored::<super::Moment>(value.as_ref()),
                );
            }
            if let Some(value) = &self.author_id {
                values.set(columns::AUTHOR_ID, *value);
            }
        }
    }

    impl Post {
        /// The row of that key.
        ///
        /// # Errors
        ///
        /// What the database answers, constraints told apart.
        pub async fn find<'e, K: super::Key<Self>>(
            executor: impl sqlx::Executor<'e, Database = super::Database>,
            key: &K,
        ) -> super::Result<Option<Self>> {
            super::find(executor, key).await
        }

        /// The next rows along a key, from the first one or after that of another.
        ///
        /// # Errors
        ///
        /// What the database answers, constraints told apart.
        pub async fn list<'e, K: super::Cursor<Self>>(
            executor: impl sqlx::Executor<'e, Database = super::Database>,
            after: Option<&K>,
            limit: i64,
        ) -> super::Result<Vec<Self>> {
            super::list(executor, after, limit).await
        }

        /// How many rows there are.
        ///
        /// # Errors
        ///
        /// What the database answers, constraints told apart.
        pub async fn count<'e>(
            executor: impl sqlx::Executor<'e, Database = super::Database>,
        ) -> super::Result<i64> {
            super::count::<Self>(executor).await
        }

        /// Adds a row, and answers it with what the database filled in.
        ///
        /// # Errors
        ///
        /// What the database answers, constraints told apart.
        pub async fn create<'e>(
            executor: impl sqlx::Executor<'e, Database = super::Database>,
            input: &CreatePost,
        ) -> super::Result<Self> {
            super::create(executor, input).await
        }

        /// Adds all of these rows or none, and answers how many.
        ///
        /// # Errors
        ///
        /// What the database answers, constraints told apart.
        pub async fn create_many<'c>(
            connection: impl sqlx::Acquire<'c, Database = super::Database>,
            rows: &[CreatePost],
        ) -> super::Result<u64> {
            super::create_many::<Self, _>(connection, rows).await
        }

        /// Changes the row of that key, and answers it.
        ///
        /// # Errors
        ///
        /// What the database answers, constraints told apart.
        pub async fn update<'e, K: super::Key<Self>>(
            executor: impl sqlx::Executor<'e, Database = super::Database>,
            key: &K,
            changes: &UpdatePost,
        ) -> super::Result<Self> {
            super::update(executor, key, changes).await
        }

        /// Adds a row, or changes the one with the same key.
        ///
        /// # Errors
        ///
        /// What the database answers, constraints told apart.
        pub async fn upsert<'e, K: super::Key<Self>>(
            executor: impl sqlx::Executor<'e, Database = super::Database>,
            input: &CreatePost,
            changes: &UpdatePost,
        ) -> super::Result<Self> {
            super::upsert::<Self, K>(executor, input, changes).await
        }

        /// Takes the row of that key out, and answers it.
        ///
        /// # Errors
        ///
        /// What the database answers, constraints told apart.
        pub async fn delete<'e, K: super::Key<Self>>(
            executor: impl sqlx::Executor<'e, Database = super::Database>,
            key: &K,
        ) -> super::Result<Self> {
            super::delete(executor, key).await
        }
    }
}

/// Every unique constraint of the schema.
pub static UNIQUES: &[Unique] = &[
    Unique {
        model: "User",
        fields: &["id"],
        table: "users",
        known_as: "users.id",
    },
    Unique {
        model: "User",
        fields: &["email"],
        table: "users",
        known_as: "users.email",
    },
    Unique {
        model: "Post",
        fields: &["id"],
        table: "posts",
        known_as: "posts.id",
    },
];

/// Every foreign key of the schema.
pub static FOREIGN_KEYS: &[ForeignKey] = &[ForeignKey {
    model: "Post",
    fields: &["authorId"],
    references: "User",
    table: "posts",
    constraint: "posts_author_id_fkey",
}];

/// What this client's functions answer.
pub type Result<T> = std::result::Result<T, Error>;

/// Parameters of a statement.
type Parameters = <Database as sqlx::Database>::Arguments;

/// Why a function of this client failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// There is no row of that key.
    NotFound {
        /// Name of the model.
        model: &'static str,
    },
    /// A row with the same values is there already.
    UniqueViolation(&'static Unique),
    /// A row refers to one that does not exist, or is still referred to. PostgreSQL names the one
    /// foreign key; SQLite does not, so there it is all that the statement could have violated.
    ForeignKeyViolation(Vec<&'static ForeignKey>),
    /// Anything else that the database or the connection says.
    Database(sqlx::Error),
}

impl std::fmt::Display for Error {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotFound { model } => write!(formatter, "there is no such {model}"),
            Self::UniqueViolation(unique) => {
                let fields = unique.fields.join(", ");
                write!(
                    formatter,
                    "there is a {} with the same {fields}",
                    unique.model
                )
            }
            Self::ForeignKeyViolation(keys) => {
                formatter.write_str("a reference leads nowhere, or is still in use: ")?;
                for (position, key) in keys.iter().enumerate() {
                    let separator = if position == 0 { "" } else { ", or " };
                    let fields = key.fields.join(", ");
                    let (model, references) = (key.model, key.references);
                    write!(formatter, "{separator}{model} ({fields}) to {references}")?;
                }
                Ok(())
            }
            Self::Database(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Database(error) => Some(error),
            Self::NotFound { .. } | Self::UniqueViolation(_) | Self::ForeignKeyViolation(_) => None,
        }
    }
}

/// Of a statement written by hand: violated constraints are told apart just the same.
impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        Self::of(error, |_| true)
    }
}

/// What must not occur twice.
#[derive(Debug, PartialEq, Eq)]
pub struct Unique {
    /// Name of the model.
    pub model: &'static str,
    /// Its fields, by their names in the schema.
    pub fields: &'static [&'static str],
    /// Its table.
    pub table: &'static str,
    /// What the database names when it is violated: the constraint on PostgreSQL, the columns on
    /// SQLite.
    pub known_as: &'static str,
}

/// What has to exist elsewhere.
#[derive(Debug, PartialEq, Eq)]
pub struct ForeignKey {
    /// Name of the model that refers.
    pub model: &'static str,
    /// Its fields, by their names in the schema.
    pub fields: &'static [&'static str],
    /// The model referred to.
    pub references: &'static str,
    /// Its table.
    pub table: &'static str,
    /// The constraint.
    pub constraint: &'static str,
}

/// A model: how its rows are read, and where they are.
pub trait Record: for<'r> sqlx::FromRow<'r, Row> + Send + Unpin {
    /// Name in the schema.
    const MODEL: &'static str;
    /// Its table, quoted.
    const TABLE: &'static str;
    /// Its columns, quoted, in the order of the schema.
    const COLUMNS: &'static str;
}

/// A unique key of a model.
pub trait Key<M>: Sync {
    /// Its columns, quoted.
    const COLUMNS: &'static [&'static str];

    /// Adds its values.
    fn write(&self, values: &mut Values);
}

/// A unique key that every row of a model has, so that rows can be listed along it.
pub trait Cursor<M>: Key<M> {
    /// The key of that row.
    fn of(row: &M) -> Self;
}

/// Values for columns of a model.
pub trait Input<M>: Sync {
    /// Adds them.
    fn write(&self, values: &mut Values);
}

/// Columns and what they are given.
#[derive(Debug, Default)]
pub struct Values {
    columns: Vec<&'static str>,
    parameters: Parameters,
    /// Whether only columns are collected.
    columns_only: bool,
    failure: Option<sqlx::error::BoxDynError>,
}

impl Values {
    /// Gives a column, named as SQL quotes it, a value.
    pub fn set<'q, T>(&mut self, column: &'static str, value: T)
    where
        T: sqlx::Encode<'q, Database> + sqlx::Type<Database>,
    {
        self.columns.push(column);
        self.add(value);
    }

    fn add<'q, T>(&mut self, value: T)
    where
        T: sqlx::Encode<'q, Database> + sqlx::Type<Database>,
    {
        if self.columns_only || self.failure.is_some() {
            return;
        }
        if let Err(error) = sqlx::Arguments::add(&mut self.parameters, value) {
            self.failure = Some(error);
        }
    }

    /// The parameters, unless one of them could not be written.
    fn parameters(self) -> std::result::Result<Parameters, sqlx::Error> {
        match self.failure {
            Some(error) => Err(sqlx::Error::Encode(error)),
            None => Ok(self.parameters),
        }
    }
}

/// Placeholders from a number on, with commas between.
fn placeholders(first: usize, count: usize) -> String {
    let mut list = String::with_capacity(count * 5);
    for number in first..first + count {
        if number > first {
            list.push_str(", ");
        }
        placeholder(&mut list, number);
    }
    list
}

/// `"a" = $1, "b" = $2`: assignments from a placeholder on.
fn assignments(columns: &[&str], first: usize) -> String {
    let mut list = String::new();
    for (column, number) in columns.iter().zip(first..) {
        if number > first {
            list.push_str(", ");
        }
        list.push_str(column);
        list.push_str(" = ");
        placeholder(&mut list, number);
    }
    list
}

/// `("a", "b") = ($1, $2)`: a comparison of columns with placeholders from a number on.
fn compared(columns: &[&str], operator: &str, first: usize) -> String {
    let columns_list = columns.join(", ");
    let values = placeholders(first, columns.len());
    match columns.len() {
        1 => format!("{columns_list} {operator} {values}"),
        _ => format!("({columns_list}) {operator} ({values})"),
    }
}

async fn find<'e, M: Record, K: Key<M>>(
    executor: impl sqlx::Executor<'e, Database = Database>,
    key: &K,
) -> Result<Option<M>> {
    let mut values = Values::default();
    key.write(&mut values);
    let condition = compared(K::COLUMNS, "=", 1);
    let sql = format!("SELECT {} FROM {} WHERE {condition}", M::COLUMNS, M::TABLE);
    let query = sqlx::query_as_with(sqlx::AssertSqlSafe(sql), values.parameters()?);
    Ok(query.fetch_optional(executor).await?)
}

async fn list<'e, M: Record, K: Cursor<M>>(
    executor: impl sqlx::Executor<'e, Database = Database>,
    after: Option<&K>,
    limit: i64,
) -> Result<Vec<M>> {
    let mut values = Values::default();
    let mut sql = format!("SELECT {} FROM {}", M::COLUMNS, M::TABLE);
    if let Some(key) = after {
        key.write(&mut values);
        sql.push_str(" WHERE ");
        sql.push_str(&compared(K::COLUMNS, ">", 1));
    }
    let number = values.columns.len() + 1;
    values.add(limit);
    sql.push_str(&format!(" ORDER BY {} LIMIT ", K::COLUMNS.join(", ")));
    placeholder(&mut sql, number);
    let query = sqlx::query_as_with(sqlx::AssertSqlSafe(sql), values.parameters()?);
    Ok(query.fetch_all(executor).await?)
}

async fn all<'e, M: Record>(
    executor: impl sqlx::Executor<'e, Database = Database>,
) -> Result<Vec<M>> {
    let sql = format!("SELECT {} FROM {}", M::COLUMNS, M::TABLE);
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .fetch_all(executor)
        .await?)
}

async fn count<'e, M: Record>(
    executor: impl sqlx::Executor<'e, Database = Database>,
) -> Result<i64> {
    let sql = format!("SELECT count(*) FROM {}", M::TABLE);
    Ok(sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
        .fetch_one(executor)
        .await?)
}

async fn create<'e, M: Record>(
    executor: impl sqlx::Executor<'e, Database = Database>,
    input: &impl Input<M>,
) -> Result<M> {
    let mut values = Values::default();
    input.write(&mut values);
    let sql = format!(
        "{} RETURNING {}",
        insertion::<M>(&values.columns, 1),
        M::COLUMNS
    );
    let query = sqlx::query_as_with(sqlx::AssertSqlSafe(sql), values.parameters()?);
    query
        .fetch_one(executor)
        .await
        .map_err(|error| written::<M>(error, false))
}

/// `INSERT INTO … VALUES …` of that many rows.
fn insertion<M: Record>(columns: &[&str], rows: usize) -> String {
    if columns.is_empty() {
        return format!("INSERT INTO {} DEFAULT VALUES", M::TABLE);
    }
    let mut sql = format!("INSERT INTO {} ({}) VALUES ", M::TABLE, columns.join(", "));
    for row in 0..rows {
        let separator = if row == 0 { "(" } else { ", (" };
        sql.push_str(separator);
        sql.push_str(&placeholders(row * columns.len() + 1, columns.len()));
        sql.push(')');
    }
    sql
}

/// How many rows one statement writes at most.
const ROWS_A_STATEMENT: usize = 500;

async fn create_many<'c, M: Record, I: Input<M>>(
    connection: impl sqlx::Acquire<'c, Database = Database>,
    rows: &[I],
) -> Result<u64> {
    let mut transaction = connection.begin().await?;
    let mut created = 0;
    let mut rest = rows;
    while let Some(first) = rest.first() {
        let columns = columns_of(first);
        // Rows that leave out the same columns go into one statement.
        let most = match columns.len() {
            0 => 1,
            width => (MOST_PARAMETERS / width).clamp(1, ROWS_A_STATEMENT),
        };
        let alike = rest
            .iter()
            .take(most)
            .take_while(|row| columns_of(*row) == columns);
        let (now, later) = rest.split_at(alike.count());
        let mut values = Values::default();
        now.iter().for_each(|row| row.write(&mut values));
        let sql = insertion::<M>(&columns, now.len());
        let query = sqlx::query_with(sqlx::AssertSqlSafe(sql), values.parameters()?);
        let done = query.execute(&mut *transaction).await;
        created += done
            .map_err(|error| written::<M>(error, false))?
            .rows_affected();
        rest = later;
    }
    transaction
        .commit()
        .await
        .map_err(|error| written::<M>(error, false))?;
    Ok(created)
}

fn columns_of<M>(input: &impl Input<M>) -> Vec<&'static str> {
    let mut values = Values {
        columns_only: true,
        ..Values::default()
    };
    input.write(&mut values);
    values.columns
}

async fn update<'e, M: Record, K: Key<M>>(
    executor: impl sqlx::Executor<'e, Database = Database>,
    key: &K,
    changes: &impl Input<M>,
) -> Result<M> {
    let mut values = Values::default();
    changes.write(&mut values);
    let changed = values.columns.len();
    if changed == 0 {
        return find(executor, key)
            .await?
            .ok_or(Error::NotFound { model: M::MODEL });
    }
    let sql = format!(
        "UPDATE {} SET {} WHERE {} RETURNING {}",
        M::TABLE,
        assignments(&values.columns, 1),
        compared(K::COLUMNS, "=", changed + 1),
        M::COLUMNS
    );
    key.write(&mut values);
    let query = sqlx::query_as_with(sqlx::AssertSqlSafe(sql), values.parameters()?);
    let row = query.fetch_optional(executor).await;
    row.map_err(|error| written::<M>(error, true))?
        .ok_or(Error::NotFound { model: M::MODEL })
}

async fn upsert<'e, M: Record, K: Key<M>>(
    executor: impl sqlx::Executor<'e, Database = Database>,
    input: &impl Input<M>,
    changes: &impl Input<M>,
) -> Result<M> {
    let mut values = Values::default();
    input.write(&mut values);
    let given = values.columns.len();
    let mut sql = insertion::<M>(&values.columns, 1);
    changes.write(&mut values);
    // Where no column is given there is nothing that a row could have in common with it.
    if given > 0 {
        let changed = match values.columns.get(given..) {
            Some(columns) if !columns.is_empty() => assignments(columns, given + 1),
            // A row that stays as it is has to be answered all the same.
            _ => {
                let same = |column: &&str| format!("{column} = EXCLUDED.{column}");
                K::COLUMNS.iter().map(same).collect::<Vec<_>>().join(", ")
            }
        };
        let conflict = K::COLUMNS.join(", ");
        sql.push_str(&format!(
            " ON CONFLICT ({conflict}) DO UPDATE SET {changed}"
        ));
    } else {
        values = Values::default();
    }
    sql.push_str(" RETURNING ");
    sql.push_str(M::COLUMNS);
    let query = sqlx::query_as_with(sqlx::AssertSqlSafe(sql), values.parameters()?);
    query
        .fetch_one(executor)
        .await
        .map_err(|error| written::<M>(error, true))
}

async fn delete<'e, M: Record, K: Key<M>>(
    executor: impl sqlx::Executor<'e, Database = Database>,
    key: &K,
) -> Result<M> {
    let mut values = Values::default();
    key.write(&mut values);
    let condition = compared(K::COLUMNS, "=", 1);
    let sql = format!(
        "DELETE FROM {} WHERE {condition} RETURNING {}",
        M::TABLE,
        M::COLUMNS
    );
    let query = sqlx::query_as_with(sqlx::AssertSqlSafe(sql), values.parameters()?);
    let row = query.fetch_optional(executor).await;
    let row = row.map_err(|error| Error::of(error, |key| key.references == M::MODEL))?;
    row.ok_or(Error::NotFound { model: M::MODEL })
}

/// The error of a statement that wrote a row of that model, or also changed what others refer to.
fn written<M: Record>(error: sqlx::Error, referred: bool) -> Error {
    let concerned =
        |key: &&ForeignKey| key.model == M::MODEL || referred && key.references == M::MODEL;
    Error::of(error, concerned)
}

/// The value of a column that the database stores otherwise than the client has it.
pub trait Stored: sqlx::Type<Database> + Sized {
    /// What the client has.
    type Value;

    /// From what the client has.
    fn of(value: &Self::Value) -> Self;

    /// To what the client has.
    fn value(self) -> Self::Value;
}

fn one<'r, S>(row: &'r Row, column: &str) -> sqlx::Result<S::Value>
where
    S: Stored + sqlx::Decode<'r, Database>,
{
    sqlx::Row::try_get::<S, _>(row, column).map(S::value)
}

fn optional<'r, S>(row: &'r Row, column: &str) -> sqlx::Result<Option<S::Value>>
where
    S: Stored + sqlx::Decode<'r, Database>,
{
    Ok(sqlx::Row::try_get::<Option<S>, _>(row, column)?.map(S::value))
}

/// Of values that may be none, each as the database stores it.
fn stored<S: Stored>(value: Option<&S::Value>) -> Option<S> {
    value.map(S::of)
}

/// A value that was written out, even as null, as opposed to one that was left out.
fn given<'de, T, D>(deserializer: D) -> std::result::Result<Option<T>, D::Error>
where
    T: serde::Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// A text that is no value of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownValue {
    /// Name of the enum.
    pub enumeration: &'static str,
    /// The text.
    pub value: String,
}

impl std::fmt::Display for UnknownValue {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "{:?} is no value of {}",
            self.value, self.enumeration
        )
    }
}

impl std::error::Error for UnknownValue {}

/// The database that this client is for.
pub type Database = sqlx::Sqlite;

/// A row of it.
pub type Row = sqlx::sqlite::SqliteRow;

/// Adds the placeholder of the next parameter: SQLite looks numbers up one by one.
fn placeholder(sql: &mut String, _: usize) {
    sql.push('?');
}

/// How many parameters a statement may have.
const MOST_PARAMETERS: usize = 32_766;

impl Error {
    /// Tells violated constraints apart. SQLite names the columns of a unique constraint, and
    /// nothing of a foreign key.
    fn of(error: sqlx::Error, concerned: impl Fn(&&ForeignKey) -> bool) -> Self {
        let message = error
            .as_database_error()
            .map(|said| said.message().to_owned());
        let message = message.unwrap_or_default();
        if let Some(columns) = message.strip_prefix("UNIQUE constraint failed: ") {
            let found = UNIQUES.iter().find(|unique| unique.known_as == columns);
            return found.map_or(Self::Database(error), Self::UniqueViolation);
        }
        if message == "FOREIGN KEY constraint failed" {
            let keys: Vec<_> = FOREIGN_KEYS.iter().filter(concerned).collect();
            if !keys.is_empty() {
                return Self::ForeignKeyViolation(keys);
            }
        }
        Self::Database(error)
    }
}

/// A point in time, as a text in UTC. An integer is taken for milliseconds, as Prisma's client
/// writes them.
#[derive(Debug)]
pub struct Moment(chrono::DateTime<chrono::Utc>);

impl Stored for Moment {
    type Value = chrono::DateTime<chrono::Utc>;

    fn of(value: &Self::Value) -> Self {
        Self(*value)
    }

    fn value(self) -> Self::Value {
        self.0
    }
}

impl sqlx::Type<Database> for Moment {
    fn type_info() -> sqlx::sqlite::SqliteTypeInfo {
        <str as sqlx::Type<Database>>::type_info()
    }

    fn compatible(_: &sqlx::sqlite::SqliteTypeInfo) -> bool {
        // Whatever storage class the column's affinity made of it.
        true
    }
}

impl sqlx::Encode<'_, Database> for Moment {
    fn encode_by_ref(
        &self,
        buffer: &mut sqlx::sqlite::SqliteArgumentsBuffer,
    ) -> std::result::Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
        sqlx::Encode::<Database>::encode(self.0.naive_utc(), buffer)
    }
}

impl<'r> sqlx::Decode<'r, Database> for Moment {
    fn decode(
        value: sqlx::sqlite::SqliteValueRef<'r>,
    ) -> std::result::Result<Self, sqlx::error::BoxDynError> {
        if sqlx::TypeInfo::name(&*sqlx::ValueRef::type_info(&value)) == "INTEGER" {
            let milliseconds = <i64 as sqlx::Decode<Database>>::decode(value)?;
            let moment = chrono::DateTime::from_timestamp_millis(milliseconds);
            return moment
                .map(Self)
                .ok_or_else(|| "the time is out of range".into());
        }
        sqlx::Decode::<Database>::decode(value).map(Self)
    }
}
