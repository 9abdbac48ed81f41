//! The client of schema.prisma, over sqlx.
//!
//! Written by `comon generate`: changes are lost. It needs, in Cargo.toml:
//!
//! ```toml
//! serde = { version = "1", features = ["derive"] }
//! sqlx = { version = "0.9", features = ["postgres", "bigdecimal", "chrono"] }
//! bigdecimal = { version = "0.4", features = ["serde"] }
//! chrono = { version = "0.4", features = ["serde"] }
//! ```

#![allow(dead_code)]
#![allow(clippy::doc_lazy_continuation)]
#![allow(clippy::doc_overindented_list_items)]
#![allow(clippy::enum_variant_names)]
#![allow(clippy::module_inception)]

/// The enums of the schema.
pub mod enums {
    /// A value of `OrderStatus`.
    #[derive(
        Debug,
        Clone,
        Copy,
        PartialEq,
        Eq,
        PartialOrd,
        Ord,
        Hash,
        serde::Serialize,
        serde::Deserialize,
    )]
    pub enum OrderStatus {
        #[serde(rename = "pending")]
        Pending,
        #[serde(rename = "paid")]
        Paid,
        #[serde(rename = "shipped")]
        Shipped,
        #[serde(rename = "cancelled")]
        Cancelled,
    }

    impl OrderStatus {
        /// All values, in the order of the schema.
        pub const ALL: &'static [Self] =
            &[Self::Pending, Self::Paid, Self::Shipped, Self::Cancelled];

        /// What the database stores.
        pub const fn as_str(self) -> &'static str {
            match self {
                Self::Pending => "pending",
                Self::Paid => "paid",
                Self::Shipped => "shipped",
                Self::Cancelled => "cancelled",
            }
        }
    }

    impl std::fmt::Display for OrderStatus {
        fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str(self.as_str())
        }
    }

    /// Of what the database stores.
    impl std::str::FromStr for OrderStatus {
        type Err = super::UnknownValue;

        fn from_str(text: &str) -> std::result::Result<Self, super::UnknownValue> {
            match text {
                "pending" => Ok(Self::Pending),
                "paid" => Ok(Self::Paid),
                "shipped" => Ok(Self::Shipped),
                "cancelled" => Ok(Self::Cancelled),
                _ => Err(super::UnknownValue {
                    enumeration: "OrderStatus",
                    value: text.to_owned(),
                }),
            }
        }
    }

    impl sqlx::Type<super::Database> for OrderStatus {
        fn type_info() -> sqlx::postgres::PgTypeInfo {
            sqlx::postgres::PgTypeInfo::with_name("\"order_status\"")
        }

        fn compatible(other: &sqlx::postgres::PgTypeInfo) -> bool {
            super::is_enumeration(other, "order_status")
        }
    }

    impl sqlx::postgres::PgHasArrayType for OrderStatus {
        fn array_type_info() -> sqlx::postgres::PgTypeInfo {
            sqlx::postgres::PgTypeInfo::array_of("\"order_status\"")
        }

        fn array_compatible(other: &sqlx::postgres::PgTypeInfo) -> bool {
            super::is_list_of_enumeration(other, "order_status")
        }
    }

    impl sqlx::Encode<'_, super::Database> for OrderStatus {
        fn encode_by_ref(
            &self,
            buffer: &mut sqlx::postgres::PgArgumentBuffer,
        ) -> std::result::Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
            sqlx::Encode::<super::Database>::encode(self.as_str(), buffer)
        }
    }

    impl sqlx::Decode<'_, super::Database> for OrderStatus {
        fn decode(
            value: sqlx::postgres::PgValueRef<'_>,
        ) -> std::result::Result<Self, sqlx::error::BoxDynError> {
            let text = <&str as sqlx::Decode<super::Database>>::decode(value)?;
            Ok(text.parse()?)
        }
    }
}

/// Model `Customer`.
pub mod customer {
    /// The table, quoted for SQL.
    pub const TABLE: &str = "\"customers\"";

    /// The columns of the table, quoted for SQL.
    pub mod columns {
        /// Of `id`.
        pub const ID: &str = "\"id\"";
        /// Of `email`.
        pub const EMAIL: &str = "\"email\"";
        /// Of `fullName`.
        pub const FULL_NAME: &str = "\"full_name\"";
        /// Of `createdAt`.
        pub const CREATED_AT: &str = "\"created_at\"";
    }

    /// A row of `Customer`.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct Customer {
        pub id: i32,
        pub email: String,
        #[serde(rename = "fullName")]
        pub full_name: String,
        #[serde(rename = "createdAt")]
        pub created_at: chrono::DateTime<chrono::Utc>,
    }

    impl sqlx::FromRow<'_, super::Row> for Customer {
        fn from_row(row: &super::Row) -> sqlx::Result<Self> {
            Ok(Self {
                id: sqlx::Row::try_get(row, "id")?,
                email: sqlx::Row::try_get(row, "email")?,
                full_name: sqlx::Row::try_get(row, "full_name")?,
                created_at: sqlx::Row::try_get(row, "created_at")?,
            })
        }
    }

    impl super::Record for Customer {
        const MODEL: &'static str = "Customer";
        const TABLE: &'static str = TABLE;
        const COLUMNS: &'static str = "\"id\", \"email\", \"full_name\", \"created_at\"";
    }

    /// A `Customer` by `id`.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct CustomerById {
        pub id: i32,
    }

    impl super::Key<Customer> for CustomerById {
        const COLUMNS: &'static [&'static str] = &[columns::ID];

        fn write(&self, values: &mut super::Values) {
            values.set(columns::ID, self.id);
        }
    }

    impl super::Cursor<Customer> for CustomerById {
        fn of(row: &Customer) -> Self {
            Self { id: row.id }
        }
    }

    /// A `Customer` by `email`.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct CustomerByEmail {
        pub email: String,
    }

    impl super::Key<Customer> for CustomerByEmail {
        const COLUMNS: &'static [&'static str] = &[columns::EMAIL];

        fn write(&self, values: &mut super::Values) {
            values.set(columns::EMAIL, &self.email);
        }
    }

    impl super::Cursor<Customer> for CustomerByEmail {
        fn of(row: &Customer) -> Self {
            Self {
                email: row.email.clone(),
            }
        }
    }

    /// What a new `Customer` is made of.
    #[derive(Debug, Clone, PartialEq, serde::Deserialize)]
    pub struct CreateCustomer {
        /// The database fills it in where it is `None`.
        pub id: Option<i32>,
        pub email: String,
        #[serde(rename = "fullName")]
        pub full_name: String,
        /// The database fills it in where it is `None`.
        #[serde(rename = "createdAt")]
        pub created_at: Option<chrono::DateTime<chrono::Utc>>,
    }

    impl CreateCustomer {
        /// With what has to be given; all else is as the schema says.
        pub fn new(email: impl Into<String>, full_name: impl Into<String>) -> Self {
            Self {
                id: None,
                email: email.into(),
                full_name: full_name.into(),
                created_at: None,
            }
        }
    }

    impl super::Input<Customer> for CreateCustomer {
        fn write(&self, values: &mut super::Values) {
            if let Some(value) = &self.id {
                values.set(columns::ID, *value);
            }
            values.set(columns::EMAIL, &self.email);
            values.set(columns::FULL_NAME, &self.full_name);
            if let Some(value) = &self.created_at {
                values.set(columns::CREATED_AT, *value);
            }
        }
    }

    /// What is changed of a `Customer`: what is `None` stays as it is.
    #[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
    pub struct UpdateCustomer {
        pub id: Option<i32>,
        pub email: Option<String>,
        #[serde(rename = "fullName")]
        pub full_name: Option<String>,
        #[serde(rename = "createdAt")]
        pub created_at: Option<chrono::DateTime<chrono::Utc>>,
    }

    impl super::Input<Customer> for UpdateCustomer {
        fn write(&self, values: &mut super::Values) {
            if let Some(value) = &self.id {
                values.set(columns::ID, *value);
            }
            if let Some(value) = &self.email {
                values.set(columns::EMAIL, value);
            }
            if let Some(value) = &self.full_name {
                values.set(columns::FULL_NAME, value);
            }
            if let Some(value) = &self.created_at {
                values.set(columns::CREATED_AT, *value);
            }
        }
    }

    impl Customer {
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
            input: &CreateCustomer,
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
            rows: &[CreateCustomer],
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
            changes: &UpdateCustomer,
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
            input: &CreateCustomer,
            changes: &UpdateCustomer,
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

/// Model `Category`.
pub mod category {
    /// The table, quoted for SQL.
    pub const TABLE: &str = "\"categories\"";

    /// The columns of the table, quoted for SQL.
    pub mod columns {
        /// Of `id`.
        pub const ID: &str = "\"id\"";
        /// Of `name`.
        pub const NAME: &str = "\"name\"";
        /// Of `parentId`.
        pub const PARENT_ID: &str = "\"parent_id\"";
    }

    /// A tree: every category but the roots has a parent.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct Category {
        pub id: i32,
        pub name: String,
        #[serde(rename = "parentId")]
        pub parent_id: Option<i32>,
    }

    impl sqlx::FromRow<'_, super::Row> for Category {
        fn from_row(row: &super::Row) -> sqlx::Result<Self> {
            Ok(Self {
                id: sqlx::Row::try_get(row, "id")?,
                name: sqlx::Row::try_get(row, "name")?,
                parent_id: sqlx::Row::try_get(row, "parent_id")?,
            })
        }
    }

    impl super::Record for Category {
        const MODEL: &'static str = "Category";
        const TABLE: &'static str = TABLE;
        const COLUMNS: &'static str = "\"id\", \"name\", \"parent_id\"";
    }

    /// A `Category` by `id`.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct CategoryById {
        pub id: i32,
    }

    impl super::Key<Category> for CategoryById {
        const COLUMNS: &'static [&'static str] = &[columns::ID];

        fn write(&self, values: &mut super::Values) {
            values.set(columns::ID, self.id);
        }
    }

    impl super::Cursor<Category> for CategoryById {
        fn of(row: &Category) -> Self {
            Self { id: row.id }
        }
    }

    /// A `Category` by `name`.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct CategoryByName {
        pub name: String,
    }

    impl super::Key<Category> for CategoryByName {
        const COLUMNS: &'static [&'static str] = &[columns::NAME];

        fn write(&self, values: &mut super::Values) {
            values.set(columns::NAME, &self.name);
        }
    }

    impl super::Cursor<Category> for CategoryByName {
        fn of(row: &Category) -> Self {
            Self {
                name: row.name.clone(),
            }
        }
    }

    /// What a new `Category` is made of.
    #[derive(Debug, Clone, PartialEq, serde::Deserialize)]
    pub struct CreateCategory {
        /// The database fills it in where it is `None`.
        pub id: Option<i32>,
        pub name: String,
        #[serde(rename = "parentId")]
        #[serde(default)]
        pub parent_id: Option<i32>,
    }

    impl CreateCategory {
        /// With what has to be given; all else is as the schema says.
        pub fn new(name: impl Into<String>) -> Self {
            Self {
                id: None,
                name: name.into(),
                parent_id: None,
            }
        }
    }

    impl super::Input<Category> for CreateCategory {
        fn write(&self, values: &mut super::Values) {
            if let Some(value) = &self.id {
                values.set(columns::ID, *value);
            }
            values.set(columns::NAME, &self.name);
            values.set(columns::PARENT_ID, self.parent_id);
        }
    }

    /// What is changed of a `Category`: what is `None` stays as it is.
    #[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
    pub struct UpdateCategory {
        pub id: Option<i32>,
        pub name: Option<String>,
        #[serde(rename = "parentId")]
        #[serde(default, deserialize_with = "super::given")]
        pub parent_id: Option<Option<i32>>,
    }

    impl super::Input<Category> for UpdateCategory {
        fn write(&self, values: &mut super::Values) {
            if let Some(value) = &self.id {
                values.set(columns::ID, *value);
            }
            if let Some(value) = &self.name {
                values.set(columns::NAME, value);
            }
            if let Some(value) = &self.parent_id {
                values.set(columns::PARENT_ID, *value);
            }
        }
    }

    impl Category {
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
            input: &CreateCategory,
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
            rows: &[CreateCategory],
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
            changes: &UpdateCategory,
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
            input: &CreateCategory,
            changes: &UpdateCategory,
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

/// Model `Product`.
pub mod product {
    /// The table, quoted for SQL.
    pub const TABLE: &str = "\"products\"";

    /// The columns of the table, quoted for SQL.
    pub mod columns {
        /// Of `id`.
        pub const ID: &str = "\"id\"";
        /// Of `sku`.
        pub const SKU: &str = "\"sku\"";
        /// Of `title`.
        pub const TITLE: &str = "\"title\"";
        /// Of `price`.
        pub const PRICE: &str = "\"price\"";
    }

    /// A row of `Product`.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct Product {
        pub id: i32,
        pub sku: String,
        pub title: String,
        pub price: bigdecimal::BigDecimal,
    }

    impl sqlx::FromRow<'_, super::Row> for Product {
        fn from_row(row: &super::Row) -> sqlx::Result<Self> {
            Ok(Self {
                id: sqlx::Row::try_get(row, "id")?,
                sku: sqlx::Row::try_get(row, "sku")?,
                title: sqlx::Row::try_get(row, "title")?,
                price: super::one::<super::Decimal>(row, "price")?,
            })
        }
    }

    impl super::Record for Product {
        const MODEL: &'static str = "Product";
        const TABLE: &'static str = TABLE;
        const COLUMNS: &'static str = "\"id\", \"sku\", \"title\", \"price\"";
    }

    /// A `Product` by `id`.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct ProductById {
        pub id: i32,
    }

    impl super::Key<Product> for ProductById {
        const COLUMNS: &'static [&'static str] = &[columns::ID];

        fn write(&self, values: &mut super::Values) {
            values.set(columns::ID, self.id);
        }
    }

    impl super::Cursor<Product> for ProductById {
        fn of(row: &Product) -> Self {
            Self { id: row.id }
        }
    }

    /// A `Product` by `sku`.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct ProductBySku {
        pub sku: String,
    }

    impl super::Key<Product> for ProductBySku {
        const COLUMNS: &'static [&'static str] = &[columns::SKU];

        fn write(&self, values: &mut super::Values) {
            values.set(columns::SKU, &self.sku);
        }
    }

    impl super::Cursor<Product> for ProductBySku {
        fn of(row: &Product) -> Self {
            Self {
                sku: row.sku.clone(),
            }
        }
    }

    /// What a new `Product` is made of.
    #[derive(Debug, Clone, PartialEq, serde::Deserialize)]
    pub struct CreateProduct {
        /// The database fills it in where it is `None`.
        pub id: Option<i32>,
        pub sku: String,
        pub title: String,
        pub price: bigdecimal::BigDecimal,
    }

    impl CreateProduct {
        /// With what has to be given; all else is as the schema says.
        pub fn new(
            sku: impl Into<String>,
            title: impl Into<String>,
            price: bigdecimal::BigDecimal,
        ) -> Self {
            Self {
                id: None,
                sku: sku.into(),
                title: title.into(),
                price,
            }
        }
    }

    impl super::Input<Product> for CreateProduct {
        fn write(&self, values: &mut super::Values) {
            if let Some(value) = &self.id {
                values.set(columns::ID, *value);
            }
            values.set(columns::SKU, &self.sku);
            values.set(columns::TITLE, &self.title);
            values.set(
                columns::PRICE,
                <super::Decimal as super::Stored>::of(&self.price),
            );
        }
    }

    /// What is changed of a `Product`: what is `None` stays as it is.
    #[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
    pub struct UpdateProduct {
        pub id: Option<i32>,
        pub sku: Option<String>,
        pub title: Option<String>,
        pub price: Option<bigdecimal::BigDecimal>,
    }

    impl super::Input<Product> for UpdateProduct {
        fn write(&self, values: &mut super::Values) {
            if let Some(value) = &self.id {
                values.set(columns::ID, *value);
            }
            if let Some(value) = &self.sku {
                values.set(columns::SKU, value);
            }
            if let Some(value) = &self.title {
                values.set(columns::TITLE, value);
            }
            if let Some(value) = &self.price {
                values.set(columns::PRICE, <super::Decimal as super::Stored>::of(value));
            }
        }
    }

    impl Product {
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
            input: &CreateProduct,
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
            rows: &[CreateProduct],
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
            changes: &UpdateProduct,
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
            input: &CreateProduct,
            changes: &UpdateProduct,
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

/// Model `Order`.
pub mod order {
    /// The table, quoted for SQL.
    pub const TABLE: &str = "\"orders\"";

    /// The columns of the table, quoted for SQL.
    pub mod columns {
        /// Of `id`.
        pub const ID: &str = "\"id\"";
        /// Of `status`.
        pub const STATUS: &str = "\"status\"";
        /// Of `customerId`.
        pub const CUSTOMER_ID: &str = "\"customer_id\"";
        /// Of `placedAt`.
        pub const PLACED_AT: &str = "\"placed_at\"";
    }

    /// A row of `Order`.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct Order {
        pub id: i32,
        pub status: super::enums::OrderStatus,
        #[serde(rename = "customerId")]
        pub customer_id: i32,
        #[serde(rename = "placedAt")]
        pub placed_at: chrono::DateTime<chrono::Utc>,
    }

    impl sqlx::FromRow<'_, super::Row> for Order {
        fn from_row(row: &super::Row) -> sqlx::Result<Self> {
            Ok(Self {
                id: sqlx::Row::try_get(row, "id")?,
                status: sqlx::Row::try_get(row, "status")?,
                customer_id: sqlx::Row::try_get(row, "customer_id")?,
                placed_at: sqlx::Row::try_get(row, "placed_at")?,
            })
        }
    }

    impl super::Record for Order {
        const MODEL: &'static str = "Order";
        const TABLE: &'static str = TABLE;
        const COLUMNS: &'static str = "\"id\", \"status\", \"customer_id\", \"placed_at\"";
    }

    /// A `Order` by `id`.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct OrderById {
        pub id: i32,
    }

    impl super::Key<Order> for OrderById {
        const COLUMNS: &'static [&'static str] = &[columns::ID];

        fn write(&self, values: &mut super::Values) {
            values.set(columns::ID, self.id);
        }
    }

    impl super::Cursor<Order> for OrderById {
        fn of(row: &Order) -> Self {
            Self { id: row.id }
        }
    }

    /// What a new `Order` is made of.
    #[derive(Debug, Clone, PartialEq, serde::Deserialize)]
    pub struct CreateOrder {
        /// The database fills it in where it is `None`.
        pub id: Option<i32>,
        /// The database fills it in where it is `None`.
        pub status: Option<super::enums::OrderStatus>,
        #[serde(rename = "customerId")]
        pub customer_id: i32,
        /// The database fills it in where it is `None`.
        #[serde(rename = "placedAt")]
        pub placed_at: Option<chrono::DateTime<chrono::Utc>>,
    }

    impl CreateOrder {
        /// With what has to be given; all else is as the schema says.
        pub fn new(customer_id: i32) -> Self {
            Self {
                id: None,
                status: None,
                customer_id,
                placed_at: None,
            }
        }
    }

    impl super::Input<Order> for CreateOrder {
        fn write(&self, values: &mut super::Values) {
            if let Some(value) = &self.id {
                values.set(columns::ID, *value);
            }
            if let Some(value) = &self.status {
                values.set(columns::STATUS, *value);
            }
            values.set(columns::CUSTOMER_ID, self.customer_id);
            if let Some(value) = &self.placed_at {
                values.set(columns::PLACED_AT, *value);
            }
        }
    }

    /// What is changed of a `Order`: what is `None` stays as it is.
    #[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
    pub struct UpdateOrder {
        pub id: Option<i32>,
        pub status: Option<super::enums::OrderStatus>,
        #[serde(rename = "customerId")]
        pub customer_id: Option<i32>,
        #[serde(rename = "placedAt")]
        pub placed_at: Option<chrono::DateTime<chrono::Utc>>,
    }

    impl super::Input<Order> for UpdateOrder {
        fn write(&self, values: &mut super::Values) {
            if let Some(value) = &self.id {
                values.set(columns::ID, *value);
            }
            if let Some(value) = &self.status {
                values.set(columns::STATUS, *value);
            }
            if let Some(value) = &self.customer_id {
                values.set(columns::CUSTOMER_ID, *value);
            }
            if let Some(value) = &self.placed_at {
                values.set(columns::PLACED_AT, *value);
            }
        }
    }

    impl Order {
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
            input: &CreateOrder,
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
            rows: &[CreateOrder],
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
            changes: &UpdateOrder,
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
            input: &CreateOrder,
            changes: &UpdateOrder,
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

/// Model `OrderItem`.
pub mod order_item {
    /// The table, quoted for SQL.
    pub const TABLE: &str = "\"order_items\"";

    /// The columns of the table, quoted for SQL.
    pub mod columns {
        /// Of `orderId`.
        pub const ORDER_ID: &str = "\"order_id\"";
        /// Of `productId`.
        pub const PRODUCT_ID: &str = "\"product_id\"";
        /// Of `quantity`.
        pub const QUANTITY: &str = "\"quantity\"";
        /// Of `unitPrice`.
        pub const UNIT_PRICE: &str = "\"unit_price\"";
    }

    /// One line of an order: a product occurs at most once in it.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct OrderItem {
        #[serde(rename = "orderId")]
        pub order_id: i32,
        #[serde(rename = "productId")]
        pub product_id: i32,
        pub quantity: i64,
        #[serde(rename = "unitPrice")]
        pub unit_price: bigdecimal::BigDecimal,
    }

    impl sqlx::FromRow<'_, super::Row> for OrderItem {
        fn from_row(row: &super::Row) -> sqlx::Result<Self> {
            Ok(Self {
                order_id: sqlx::Row::try_get(row, "order_id")?,
                product_id: sqlx::Row::try_get(row, "product_id")?,
                quantity: sqlx::Row::try_get(row, "quantity")?,
                unit_price: super::one::<super::Decimal>(row, "unit_price")?,
            })
        }
    }

    impl super::Record for OrderItem {
        const MODEL: &'static str = "OrderItem";
        const TABLE: &'static str = TABLE;
        const COLUMNS: &'static str = "\"order_id\", \"product_id\", \"quantity\", \"unit_price\"";
    }

    /// A `OrderItem` by `orderId` and `productId`.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct OrderItemByOrderIdAndProductId {
        #[serde(rename = "orderId")]
        pub order_id: i32,
        #[serde(rename = "productId")]
        pub product_id: i32,
    }

    impl super::Key<OrderItem> for OrderItemByOrderIdAndProductId {
        const COLUMNS: &'static [&'static str] = &[columns::ORDER_ID, columns::PRODUCT_ID];

        fn write(&self, values: &mut super::Values) {
            values.set(columns::ORDER_ID, self.order_id);
            values.set(columns::PRODUCT_ID, self.product_id);
        }
    }

    impl super::Cursor<OrderItem> for OrderItemByOrderIdAndProductId {
        fn of(row: &OrderItem) -> Self {
            Self {
                order_id: row.order_id,
                product_id: row.product_id,
            }
        }
    }

    /// What a new `OrderItem` is made of.
    #[derive(Debug, Clone, PartialEq, serde::Deserialize)]
    pub struct CreateOrderItem {
        #[serde(rename = "orderId")]
        pub order_id: i32,
        #[serde(rename = "productId")]
        pub product_id: i32,
        /// The database fills it in where it is `None`.
        pub quantity: Option<i64>,
        #[serde(rename = "unitPrice")]
        pub unit_price: bigdecimal::BigDecimal,
    }

    impl CreateOrderItem {
        /// With what has to be given; all else is as the schema says.
        pub fn new(order_id: i32, product_id: i32, unit_price: bigdecimal::BigDecimal) -> Self {
            Self {
                order_id,
                product_id,
                quantity: None,
                unit_price,
            }
        }
    }

    impl super::Input<OrderItem> for CreateOrderItem {
        fn write(&self, values: &mut super::Values) {
            values.set(columns::ORDER_ID, self.order_id);
            values.set(columns::PRODUCT_ID, self.product_id);
            if let Some(value) = &self.quantity {
                values.set(columns::QUANTITY, *value);
            }
            values.set(
                columns::UNIT_PRICE,
                <super::Decimal as super::Stored>::of(&self.unit_price),
            );
        }
    }

    /// What is changed of a `OrderItem`: what is `None` stays as it is.
    #[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
    pub struct UpdateOrderItem {
        #[serde(rename = "orderId")]
        pub order_id: Option<i32>,
        #[serde(rename = "productId")]
        pub product_id: Option<i32>,
        pub quantity: Option<i64>,
        #[serde(rename = "unitPrice")]
        pub unit_price: Option<bigdecimal::BigDecimal>,
    }

    impl super::Input<OrderItem> for UpdateOrderItem {
        fn write(&self, values: &mut super::Values) {
            if let Some(value) = &self.order_id {
                values.set(columns::ORDER_ID, *value);
            }
            if let Some(value) = &self.product_id {
                values.set(columns::PRODUCT_ID, *value);
            }
            if let Some(value) = &self.quantity {
                values.set(columns::QUANTITY, *value);
            }
            if let Some(value) = &self.unit_price {
                values.set(
                    columns::UNIT_PRICE,
                    <super::Decimal as super::Stored>::of(value),
                );
            }
        }
    }

    impl OrderItem {
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
            input: &CreateOrderItem,
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
            rows: &[CreateOrderItem],
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
            changes: &UpdateOrderItem,
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
            input: &CreateOrderItem,
            changes: &UpdateOrderItem,
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

/// Model `Return`.
pub mod r#return {
    /// The table, quoted for SQL.
    pub const TABLE: &str = "\"returns\"";

    /// The columns of the table, quoted for SQL.
    pub mod columns {
        /// Of `id`.
        pub const ID: &str = "\"id\"";
        /// Of `orderId`.
        pub const ORDER_ID: &str = "\"order_id\"";
        /// Of `productId`.
        pub const PRODUCT_ID: &str = "\"product_id\"";
        /// Of `reason`.
        pub const REASON: &str = "\"reason\"";
    }

    /// Goods that came back; refers to the order line by its compound key.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct Return {
        pub id: i32,
        #[serde(rename = "orderId")]
        pub order_id: i32,
        #[serde(rename = "productId")]
        pub product_id: i32,
        pub reason: String,
    }

    impl sqlx::FromRow<'_, super::Row> for Return {
        fn from_row(row: &super::Row) -> sqlx::Result<Self> {
            Ok(Self {
                id: sqlx::Row::try_get(row, "id")?,
                order_id: sqlx::Row::try_get(row, "order_id")?,
                product_id: sqlx::Row::try_get(row, "product_id")?,
                reason: sqlx::Row::try_get(row, "reason")?,
            })
        }
    }

    impl super::Record for Return {
        const MODEL: &'static str = "Return";
        const TABLE: &'static str = TABLE;
        const COLUMNS: &'static str = "\"id\", \"order_id\", \"product_id\", \"reason\"";
    }

    /// A `Return` by `id`.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct ReturnById {
        pub id: i32,
    }

    impl super::Key<Return> for ReturnById {
        const COLUMNS: &'static [&'static str] = &[columns::ID];

        fn write(&self, values: &mut super::Values) {
            values.set(columns::ID, self.id);
        }
    }

    impl super::Cursor<Return> for ReturnById {
        fn of(row: &Return) -> Self {
            Self { id: row.id }
        }
    }

    /// What a new `Return` is made of.
    #[derive(Debug, Clone, PartialEq, serde::Deserialize)]
    pub struct CreateReturn {
        /// The database fills it in where it is `None`.
        pub id: Option<i32>,
        #[serde(rename = "orderId")]
        pub order_id: i32,
        #[serde(rename = "productId")]
        pub product_id: i32,
        pub reason: String,
    }

    impl CreateReturn {
        /// With what has to be given; all else is as the schema says.
        pub fn new(order_id: i32, product_id: i32, reason: impl Into<String>) -> Self {
            Self {
                id: None,
                order_id,
                product_id,
                reason: reason.into(),
            }
        }
    }

    impl super::Input<Return> for CreateReturn {
        fn write(&self, values: &mut super::Values) {
            if let Some(value) = &self.id {
                values.set(columns::ID, *value);
            }
            values.set(columns::ORDER_ID, self.order_id);
            values.set(columns::PRODUCT_ID, self.product_id);
            values.set(columns::REASON, &self.reason);
        }
    }

    /// What is changed of a `Return`: what is `None` stays as it is.
    #[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
    pub struct UpdateReturn {
        pub id: Option<i32>,
        #[serde(rename = "orderId")]
        pub order_id: Option<i32>,
        #[serde(rename = "productId")]
        pub product_id: Option<i32>,
        pub reason: Option<String>,
    }

    impl super::Input<Return> for UpdateReturn {
        fn write(&self, values: &mut super::Values) {
            if let Some(value) = &self.id {
                values.set(columns::ID, *value);
            }
            if let Some(value) = &self.order_id {
                values.set(columns::ORDER_ID, *value);
            }
            if let Some(value) = &self.product_id {
                values.set(columns::PRODUCT_ID, *value);
            }
            if let Some(value) = &self.reason {
                values.set(columns::REASON, value);
            }
        }
    }

    impl Return {
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
            input: &CreateReturn,
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
            rows: &[CreateReturn],
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
            changes: &UpdateReturn,
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
            input: &CreateReturn,
            changes: &UpdateReturn,
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
        model: "Customer",
        fields: &["id"],
        table: "customers",
        known_as: "customers_pkey",
    },
    Unique {
        model: "Customer",
        fields: &["email"],
        table: "customers",
        known_as: "customers_email_key",
    },
    Unique {
        model: "Category",
        fields: &["id"],
        table: "categories",
        known_as: "categories_pkey",
    },
    Unique {
        model: "Category",
        fields: &["name"],
        table: "categories",
        known_as: "categories_name_key",
    },
    Unique {
        model: "Product",
        fields: &["id"],
        table: "products",
        known_as: "products_pkey",
    },
    Unique {
        model: "Product",
        fields: &["sku"],
        table: "products",
        known_as: "products_sku_key",
    },
    Unique {
        model: "Order",
        fields: &["id"],
        table: "orders",
        known_as: "orders_pkey",
    },
    Unique {
        model: "OrderItem",
        fields: &["orderId", "productId"],
        table: "order_items",
        known_as: "order_items_pkey",
    },
    Unique {
        model: "Return",
        fields: &["id"],
        table: "returns",
        known_as: "returns_pkey",
    },
];

/// Every foreign key of the schema.
pub static FOREIGN_KEYS: &[ForeignKey] = &[
    ForeignKey {
        model: "Category",
        fields: &["parentId"],
        references: "Category",
        table: "categories",
        constraint: "categories_parent_id_fkey",
    },
    ForeignKey {
        model: "Order",
        fields: &["customerId"],
        references: "Customer",
        table: "orders",
        constraint: "orders_customer_id_fkey",
    },
    ForeignKey {
        model: "OrderItem",
        fields: &["orderId"],
        references: "Order",
        table: "order_items",
        constraint: "order_items_order_id_fkey",
    },
    ForeignKey {
        model: "OrderItem",
        fields: &["productId"],
        references: "Product",
        table: "order_items",
        constraint: "order_items_product_id_fkey",
    },
    ForeignKey {
        model: "Return",
        fields: &["orderId", "productId"],
        references: "OrderItem",
        table: "returns",
        constraint: "returns_order_id_product_id_fkey",
    },
];

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
pub type Database = sqlx::Postgres;

/// A row of it.
pub type Row = sqlx::postgres::PgRow;

/// Adds the placeholder of a parameter.
fn placeholder(sql: &mut String, number: usize) {
    sql.push('$');
    sql.push_str(&number.to_string());
}

/// How many parameters a statement may have.
const MOST_PARAMETERS: usize = 65_535;

impl Error {
    /// Tells violated constraints apart: PostgreSQL names the table and the constraint.
    fn of(error: sqlx::Error, _: impl Fn(&&ForeignKey) -> bool) -> Self {
        let Some(said) = error.as_database_error() else {
            return Self::Database(error);
        };
        let (table, name) = (said.table(), said.constraint());
        let unique = UNIQUES
            .iter()
            .find(|unique| said.is_unique_violation() && Some(unique.known_as) == name)
            .filter(|unique| Some(unique.table) == table);
        if let Some(unique) = unique {
            return Self::UniqueViolation(unique);
        }
        // Where a row is still referred to, the table named is the one that refers.
        let key = FOREIGN_KEYS
            .iter()
            .find(|key| Some(key.constraint) == name && Some(key.table) == table);
        match key {
            Some(key) => Self::ForeignKeyViolation(vec![key]),
            None => Self::Database(error),
        }
    }
}

/// A list; NULL is an empty one.
fn many<'r, T>(row: &'r Row, column: &str) -> sqlx::Result<Vec<T>>
where
    T: sqlx::Decode<'r, Database> + sqlx::postgres::PgHasArrayType + sqlx::Type<Database>,
    Vec<T>: sqlx::Decode<'r, Database> + sqlx::Type<Database>,
{
    let list: Option<Vec<T>> = sqlx::Row::try_get(row, column)?;
    Ok(list.unwrap_or_default())
}

/// A list of what the database stores otherwise; NULL is an empty one.
fn many_stored<'r, S>(row: &'r Row, column: &str) -> sqlx::Result<Vec<S::Value>>
where
    S: Stored + sqlx::Decode<'r, Database> + sqlx::postgres::PgHasArrayType,
    Vec<S>: sqlx::Decode<'r, Database> + sqlx::Type<Database>,
{
    Ok(many::<S>(row, column)?.into_iter().map(S::value).collect())
}

/// A list, each value as the database stores it.
fn all_stored<S: Stored>(values: &[S::Value]) -> Vec<S> {
    values.iter().map(S::of).collect()
}

/// Whether a type is the enum of that name, or a text, which can be read as one.
fn is_enumeration(other: &sqlx::postgres::PgTypeInfo, name: &str) -> bool {
    let quoted = format!("\"{}\"", name.replace('"', "\"\""));
    let shown = sqlx::TypeInfo::name(other);
    let own = [name, quoted.as_str()].iter().any(|own| {
        shown
            .strip_suffix(own)
            .is_some_and(|before| before.is_empty() || before.ends_with('.'))
    });
    own || <str as sqlx::Type<Database>>::compatible(other)
}

/// Whether a type is a list of those.
fn is_list_of_enumeration(other: &sqlx::postgres::PgTypeInfo, name: &str) -> bool {
    match other.kind() {
        sqlx::postgres::PgTypeKind::Array(element) => is_enumeration(element, name),
        _ => false,
    }
}

/// A decimal number with as many digits after the point as the database shows.
#[derive(Debug)]
pub struct Decimal(bigdecimal::BigDecimal);

impl Stored for Decimal {
    type Value = bigdecimal::BigDecimal;

    fn of(value: &Self::Value) -> Self {
        Self(value.clone())
    }

    fn value(self) -> Self::Value {
        self.0
    }
}

impl sqlx::Type<Database> for Decimal {
    fn type_info() -> sqlx::postgres::PgTypeInfo {
        <bigdecimal::BigDecimal as sqlx::Type<Database>>::type_info()
    }

    fn compatible(other: &sqlx::postgres::PgTypeInfo) -> bool {
        <bigdecimal::BigDecimal as sqlx::Type<Database>>::compatible(other)
    }
}

impl sqlx::postgres::PgHasArrayType for Decimal {
    fn array_type_info() -> sqlx::postgres::PgTypeInfo {
        <bigdecimal::BigDecimal as sqlx::postgres::PgHasArrayType>::array_type_info()
    }
}

impl sqlx::Encode<'_, Database> for Decimal {
    fn encode_by_ref(
        &self,
        buffer: &mut sqlx::postgres::PgArgumentBuffer,
    ) -> std::result::Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
        sqlx::Encode::<Database>::encode_by_ref(&self.0, buffer)
    }
}

impl sqlx::Decode<'_, Database> for Decimal {
    fn decode(
        value: sqlx::postgres::PgValueRef<'_>,
    ) -> std::result::Result<Self, sqlx::error::BoxDynError> {
        // The header of the binary form: digits, weight, sign, and this.
        let scale = value.as_bytes()?.get(6..8).map(<[u8; 2]>::try_from);
        let decimal: bigdecimal::BigDecimal = sqlx::Decode::<Database>::decode(value)?;
        Ok(Self(match scale {
            Some(Ok(scale)) => decimal.with_scale(i16::from_be_bytes(scale).into()),
            _ => decimal,
        }))
    }
}
