//! The client of schema.prisma, over sqlx.
//!
//! Written by `comon generate`: changes are lost. It needs, in Cargo.toml:
//!
//! ```toml
//! serde = { version = "1", features = ["derive"] }
//! sqlx = { version = "0.9", features = ["postgres", "bigdecimal", "chrono", "json", "uuid"] }
//! bigdecimal = { version = "0.4", features = ["serde"] }
//! chrono = { version = "0.4", features = ["serde"] }
//! serde_json = "1"
//! uuid = { version = "1", features = ["serde"] }
//! ```

#![allow(dead_code)]
#![allow(clippy::doc_lazy_continuation)]
#![allow(clippy::doc_overindented_list_items)]
#![allow(clippy::enum_variant_names)]
#![allow(clippy::module_inception)]

/// The enums of the schema.
pub mod enums {
    /// How far something is.
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
    pub enum State {
        /// Not begun.
        #[serde(rename = "NEW")]
        New,
        #[serde(rename = "in_progress")]
        InProgress,
        Done,
    }

    impl State {
        /// All values, in the order of the schema.
        pub const ALL: &'static [Self] = &[Self::New, Self::InProgress, Self::Done];

        /// What the database stores.
        pub const fn as_str(self) -> &'static str {
            match self {
                Self::New => "NEW",
                Self::InProgress => "in progress",
                Self::Done => "it's \"done\"",
            }
        }
    }

    impl std::fmt::Display for State {
        fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str(self.as_str())
        }
    }

    /// Of what the database stores.
    impl std::str::FromStr for State {
        type Err = super::UnknownValue;

        fn from_str(text: &str) -> std::result::Result<Self, super::UnknownValue> {
            match text {
                "NEW" => Ok(Self::New),
                "in progress" => Ok(Self::InProgress),
                "it's \"done\"" => Ok(Self::Done),
                _ => Err(super::UnknownValue {
                    enumeration: "State",
                    value: text.to_owned(),
                }),
            }
        }
    }

    impl sqlx::Type<super::Database> for State {
        fn type_info() -> sqlx::postgres::PgTypeInfo {
            sqlx::postgres::PgTypeInfo::with_name("\"State\"")
        }

        fn compatible(other: &sqlx::postgres::PgTypeInfo) -> bool {
            super::is_enumeration(other, "State")
        }
    }

    impl sqlx::postgres::PgHasArrayType for State {
        fn array_type_info() -> sqlx::postgres::PgTypeInfo {
            sqlx::postgres::PgTypeInfo::array_of("\"State\"")
        }

        fn array_compatible(other: &sqlx::postgres::PgTypeInfo) -> bool {
            super::is_list_of_enumeration(other, "State")
        }
    }

    impl sqlx::Encode<'_, super::Database> for State {
        fn encode_by_ref(
            &self,
            buffer: &mut sqlx::postgres::PgArgumentBuffer,
        ) -> std::result::Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
            sqlx::Encode::<super::Database>::encode(self.as_str(), buffer)
        }
    }

    impl sqlx::Decode<'_, super::Database> for State {
        fn decode(
            value: sqlx::postgres::PgValueRef<'_>,
        ) -> std::result::Result<Self, sqlx::error::BoxDynError> {
            let text = <&str as sqlx::Decode<super::Database>>::decode(value)?;
            Ok(text.parse()?)
        }
    }
}

/// Model `Kinds`.
pub mod kinds {
    /// The table, quoted for SQL.
    pub const TABLE: &str = "\"Kinds\"";

    /// The columns of the table, quoted for SQL.
    pub mod columns {
        /// Of `id`.
        pub const ID: &str = "\"id\"";
        /// Of `cuid`.
        pub const CUID: &str = "\"cuid\"";
        /// Of `cuid2`.
        pub const CUID2: &str = "\"cuid2\"";
        /// Of `ulid`.
        pub const ULID: &str = "\"ulid\"";
        /// Of `nanoid`.
        pub const NANOID: &str = "\"nanoid\"";
        /// Of `text`.
        pub const TEXT: &str = "\"text\"";
        /// Of `chars`.
        pub const CHARS: &str = "\"chars\"";
        /// Of `xml`.
        pub const XML: &str = "\"xml\"";
        /// Of `bits`.
        pub const BITS: &str = "\"bits\"";
        /// Of `bit`.
        pub const BIT: &str = "\"bit\"";
        /// Of `inet`.
        pub const INET: &str = "\"inet\"";
        /// Of `boolean`.
        pub const BOOLEAN: &str = "\"boolean\"";
        /// Of `small`.
        pub const SMALL: &str = "\"small\"";
        /// Of `int`.
        pub const INT: &str = "\"int\"";
        /// Of `big`.
        pub const BIG: &str = "\"big\"";
        /// Of `oid`.
        pub const OID: &str = "\"oid\"";
        /// Of `real`.
        pub const REAL: &str = "\"real\"";
        /// Of `double`.
        pub const DOUBLE: &str = "\"double\"";
        /// Of `decimal`.
        pub const DECIMAL: &str = "\"decimal\"";
        /// Of `money`.
        pub const MONEY: &str = "\"money\"";
        /// Of `timestamp`.
        pub const TIMESTAMP: &str = "\"timestamp\"";
        /// Of `moment`.
        pub const MOMENT: &str = "\"moment\"";
        /// Of `date`.
        pub const DATE: &str = "\"date\"";
        /// Of `time`.
        pub const TIME: &str = "\"time\"";
        /// Of `timetz`.
        pub const TIMETZ: &str = "\"timetz\"";
        /// Of `json`.
        pub const JSON: &str = "\"json\"";
        /// Of `plain`.
        pub const PLAIN: &str = "\"plain\"";
        /// Of `bytes`.
        pub const BYTES: &str = "\"bytes\"";
        /// Of `state`.
        pub const STATE: &str = "\"state\"";
        /// Of `changed`.
        pub const CHANGED: &str = "\"changed\"";
    }

    /// A row of `Kinds`.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct Kinds {
        pub id: uuid::Uuid,
        pub cuid: String,
        pub cuid2: String,
        pub ulid: String,
        pub nanoid: String,
        pub text: String,
        pub chars: String,
        pub xml: String,
        pub bits: String,
        pub bit: String,
        pub inet: String,
        pub boolean: bool,
        pub small: i16,
        pub int: i32,
        pub big: i64,
        pub oid: u32,
        pub real: f32,
        pub double: f64,
        pub decimal: bigdecimal::BigDecimal,
        pub money: bigdecimal::BigDecimal,
        pub timestamp: chrono::DateTime<chrono::Utc>,
        pub moment: chrono::DateTime<chrono::Utc>,
        pub date: chrono::NaiveDate,
        pub time: chrono::NaiveTime,
        pub timetz: chrono::NaiveTime,
        pub json: serde_json::Value,
        pub plain: serde_json::Value,
        pub bytes: Vec<u8>,
        pub state: super::enums::State,
        pub changed: chrono::DateTime<chrono::Utc>,
    }

    impl sqlx::FromRow<'_, super::Row> for Kinds {
        fn from_row(row: &super::Row) -> sqlx::Result<Self> {
            Ok(Self {
                id: sqlx::Row::try_get(row, "id")?,
                cuid: sqlx::Row::try_get(row, "cuid")?,
                cuid2: sqlx::Row::try_get(row, "cuid2")?,
                ulid: sqlx::Row::try_get(row, "ulid")?,
                nanoid: sqlx::Row::try_get(row, "nanoid")?,
                text: sqlx::Row::try_get(row, "text")?,
                chars: sqlx::Row::try_get(row, "chars")?,
                xml: super::one::<super::Xml>(row, "xml")?,
                bits: super::one::<super::Bits>(row, "bits")?,
                bit: super::one::<super::Bits>(row, "bit")?,
                inet: super::one::<super::Inet>(row, "inet")?,
                boolean: sqlx::Row::try_get(row, "boolean")?,
                small: sqlx::Row::try_get(row, "small")?,
                int: sqlx::Row::try_get(row, "int")?,
                big: sqlx::Row::try_get(row, "big")?,
                oid: super::one::<super::ObjectId>(row, "oid")?,
                real: sqlx::Row::try_get(row, "real")?,
                double: sqlx::Row::try_get(row, "double")?,
                decimal: super::one::<super::Decimal>(row, "decimal")?,
                money: super::one::<super::Money>(row, "money")?,
                timestamp: super::one::<super::Timestamp>(row, "timestamp")?,
                moment: sqlx::Row::try_get(row, "moment")?,
                date: sqlx::Row::try_get(row, "date")?,
                time: sqlx::Row::try_get(row, "time")?,
                timetz: super::one::<super::TimeWithZone>(row, "timetz")?,
                json: sqlx::Row::try_get(row, "json")?,
                plain: sqlx::Row::try_get(row, "plain")?,
                bytes: sqlx::Row::try_get(row, "bytes")?,
                state: sqlx::Row::try_get(row, "state")?,
                changed: super::one::<super::Timestamp>(row, "changed")?,
            })
        }
    }

    impl super::Record for Kinds {
        const MODEL: &'static str = "Kinds";
        const TABLE: &'static str = TABLE;
        const COLUMNS: &'static str = "\"id\", \"cuid\", \"cuid2\", \"ulid\", \"nanoid\", \"text\", \"chars\", \"xml\", \"bits\", \"bit\", \"inet\", \"boolean\", \"small\", \"int\", \"big\", \"oid\", \"real\", \"double\", \"decimal\", \"money\", \"timestamp\", \"moment\", \"date\", \"time\", \"timetz\", \"json\", \"plain\", \"bytes\", \"state\", \"changed\"";
    }

    /// A `Kinds` by `id`.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct KindsById {
        pub id: uuid::Uuid,
    }

    impl super::Key<Kinds> for KindsById {
        const COLUMNS: &'static [&'static str] = &[columns::ID];

        fn write(&self, values: &mut super::Values) {
            values.set(columns::ID, self.id);
        }
    }

    impl super::Cursor<Kinds> for KindsById {
        fn of(row: &Kinds) -> Self {
            Self { id: row.id }
        }
    }

    /// What a new `Kinds` is made of.
    #[derive(Debug, Clone, PartialEq, serde::Deserialize)]
    pub struct CreateKinds {
        #[serde(default = "CreateKinds::default_id")]
        pub id: uuid::Uuid,
        #[serde(default = "CreateKinds::default_cuid")]
        pub cuid: String,
        #[serde(default = "CreateKinds::default_cuid2")]
        pub cuid2: String,
        #[serde(default = "CreateKinds::default_ulid")]
        pub ulid: String,
        #[serde(default = "CreateKinds::default_nanoid")]
        pub nanoid: String,
        pub text: String,
        pub chars: String,
        pub xml: String,
        pub bits: String,
        pub bit: String,
        pub inet: String,
        pub boolean: bool,
        pub small: i16,
        pub int: i32,
        pub big: i64,
        pub oid: u32,
        pub real: f32,
        pub double: f64,
        pub decimal: bigdecimal::BigDecimal,
        pub money: bigdecimal::BigDecimal,
        pub timestamp: chrono::DateTime<chrono::Utc>,
        pub moment: chrono::DateTime<chrono::Utc>,
        pub date: chrono::NaiveDate,
        pub time: chrono::NaiveTime,
        pub timetz: chrono::NaiveTime,
        pub json: serde_json::Value,
        pub plain: serde_json::Value,
        pub bytes: Vec<u8>,
        /// The database fills it in where it is `None`.
        pub state: Option<super::enums::State>,
        #[serde(default = "CreateKinds::default_changed")]
        pub changed: chrono::DateTime<chrono::Utc>,
    }

    impl CreateKinds {
        /// With what has to be given; all else is as the schema says.
        #[allow(clippy::too_many_arguments)]
        pub fn new(
            text: impl Into<String>,
            chars: impl Into<String>,
            xml: impl Into<String>,
            bits: impl Into<String>,
            bit: impl Into<String>,
            inet: impl Into<String>,
            boolean: bool,
            small: i16,
            int: i32,
            big: i64,
            oid: u32,
            real: f32,
            double: f64,
            decimal: bigdecimal::BigDecimal,
            money: bigdecimal::BigDecimal,
            timestamp: chrono::DateTime<chrono::Utc>,
            moment: chrono::DateTime<chrono::Utc>,
            date: chrono::NaiveDate,
            time: chrono::NaiveTime,
            timetz: chrono::NaiveTime,
            json: serde_json::Value,
            plain: serde_json::Value,
            bytes: Vec<u8>,
        ) -> Self {
            Self {
                id: Self::default_id(),
                cuid: Self::default_cuid(),
                cuid2: Self::default_cuid2(),
                ulid: Self::default_ulid(),
                nanoid: Self::default_nanoid(),
                text: text.into(),
                chars: chars.into(),
                xml: xml.into(),
                bits: bits.into(),
                bit: bit.into(),
                inet: inet.into(),
                boolean,
                small,
                int,
                big,
                oid,
                real,
                double,
                decimal,
                money,
                timestamp,
                moment,
                date,
                time,
                timetz,
                json,
                plain,
                bytes,
                state: None,
                changed: Self::default_changed(),
            }
        }

        fn default_id() -> uuid::Uuid {
            uuid::Uuid::from_bytes(super::uuid_bytes(7))
        }

        fn default_cuid() -> String {
            super::cuid()
        }

        fn default_cuid2() -> String {
            super::cuid2()
        }

        fn default_ulid() -> String {
            super::ulid()
        }

        fn default_nanoid() -> String {
            super::nanoid(12)
        }

        fn default_changed() -> chrono::DateTime<chrono::Utc> {
            chrono::Utc::now()
        }
    }

    impl super::Input<Kinds> for CreateKinds {
        fn write(&self, values: &mut super::Values) {
            values.set(columns::ID, self.id);
            values.set(columns::CUID, &self.cuid);
            values.set(columns::CUID2, &self.cuid2);
            values.set(columns::ULID, &self.ulid);
            values.set(columns::NANOID, &self.nanoid);
            values.set(columns::TEXT, &self.text);
            values.set(columns::CHARS, &self.chars);
            values.set(columns::XML, <super::Xml as super::Stored>::of(&self.xml));
            values.set(
                columns::BITS,
                <super::Bits as super::Stored>::of(&self.bits),
            );
            values.set(columns::BIT, <super::Bits as super::Stored>::of(&self.bit));
            values.set(
                columns::INET,
                <super::Inet as super::Stored>::of(&self.inet),
            );
            values.set(columns::BOOLEAN, self.boolean);
            values.set(columns::SMALL, self.small);
            values.set(columns::INT, self.int);
            values.set(columns::BIG, self.big);
            values.set(
                columns::OID,
                <super::ObjectId as super::Stored>::of(&self.oid),
            );
            values.set(columns::REAL, self.real);
            values.set(columns::DOUBLE, self.double);
            values.set(
                columns::DECIMAL,
                <super::Decimal as super::Stored>::of(&self.decimal),
            );
            values.set(
                columns::MONEY,
                <super::Money as super::Stored>::of(&self.money),
            );
            values.set(
                columns::TIMESTAMP,
                <super::Timestamp as super::Stored>::of(&self.timestamp),
            );
            values.set(columns::MOMENT, self.moment);
            values.set(columns::DATE, self.date);
            values.set(columns::TIME, self.time);
            values.set(
                columns::TIMETZ,
                <super::TimeWithZone as super::Stored>::of(&self.timetz),
            );
            values.set(columns::JSON, &self.json);
            values.set(columns::PLAIN, &self.plain);
            values.set(columns::BYTES, &self.bytes);
            if let Some(value) = &self.state {
                values.set(columns::STATE, *value);
            }
            values.set(
                columns::CHANGED,
                <super::Timestamp as super::Stored>::of(&self.changed),
            );
        }
    }

    /// What is changed of a `Kinds`: what is `None` stays as it is.
    #[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
    pub struct UpdateKinds {
        pub id: Option<uuid::Uuid>,
        pub cuid: Option<String>,
        pub cuid2: Option<String>,
        pub ulid: Option<String>,
        pub nanoid: Option<String>,
        pub text: Option<String>,
        pub chars: Option<String>,
        pub xml: Option<String>,
        pub bits: Option<String>,
        pub bit: Option<String>,
        pub inet: Option<String>,
        pub boolean: Option<bool>,
        pub small: Option<i16>,
        pub int: Option<i32>,
        pub big: Option<i64>,
        pub oid: Option<u32>,
        pub real: Option<f32>,
        pub double: Option<f64>,
        pub decimal: Option<bigdecimal::BigDecimal>,
        pub money: Option<bigdecimal::BigDecimal>,
        pub timestamp: Option<chrono::DateTime<chrono::Utc>>,
        pub moment: Option<chrono::DateTime<chrono::Utc>>,
        pub date: Option<chrono::NaiveDate>,
        pub time: Option<chrono::NaiveTime>,
        pub timetz: Option<chrono::NaiveTime>,
        pub json: Option<serde_json::Value>,
        pub plain: Option<serde_json::Value>,
        pub bytes: Option<Vec<u8>>,
        pub state: Option<super::enums::State>,
        /// The time of the change where it is `None`.
        pub changed: Option<chrono::DateTime<chrono::Utc>>,
    }

    impl super::Input<Kinds> for UpdateKinds {
        fn write(&self, values: &mut super::Values) {
            if let Some(value) = &self.id {
                values.set(columns::ID, *value);
            }
            if let Some(value) = &self.cuid {
                values.set(columns::CUID, value);
            }
            if let Some(value) = &self.cuid2 {
                values.set(columns::CUID2, value);
            }
            if let Some(value) = &self.ulid {
                values.set(columns::ULID, value);
            }
            if let Some(value) = &self.nanoid {
                values.set(columns::NANOID, value);
            }
            if let Some(value) = &self.text {
                values.set(columns::TEXT, value);
            }
            if let Some(value) = &self.chars {
                values.set(columns::CHARS, value);
            }
            if let Some(value) = &self.xml {
                values.set(columns::XML, <super::Xml as super::Stored>::of(value));
            }
            if let Some(value) = &self.bits {
                values.set(columns::BITS, <super::Bits as super::Stored>::of(value));
            }
            if let Some(value) = &self.bit {
                values.set(columns::BIT, <super::Bits as super::Stored>::of(value));
            }
            if let Some(value) = &self.inet {
                values.set(columns::INET, <super::Inet as super::Stored>::of(value));
            }
            if let Some(value) = &self.boolean {
                values.set(columns::BOOLEAN, *value);
            }
            if let Some(value) = &self.small {
                values.set(columns::SMALL, *value);
            }
            if let Some(value) = &self.int {
                values.set(columns::INT, *value);
            }
            if let Some(value) = &self.big {
                values.set(columns::BIG, *value);
            }
            if let Some(value) = &self.oid {
                values.set(columns::OID, <super::ObjectId as super::Stored>::of(value));
            }
            if let Some(value) = &self.real {
                values.set(columns::REAL, *value);
            }
            if let Some(value) = &self.double {
                values.set(columns::DOUBLE, *value);
            }
            if let Some(value) = &self.decimal {
                values.set(
                    columns::DECIMAL,
                    <super::Decimal as super::Stored>::of(value),
                );
            }
            if let Some(value) = &self.money {
                values.set(columns::MONEY, <super::Money as super::Stored>::of(value));
            }
            if let Some(value) = &self.timestamp {
                values.set(
                    columns::TIMESTAMP,
                    <super::Timestamp as super::Stored>::of(value),
                );
            }
            if let Some(value) = &self.moment {
                values.set(columns::MOMENT, *value);
            }
            if let Some(value) = &self.date {
                values.set(columns::DATE, *value);
            }
            if let Some(value) = &self.time {
                values.set(columns::TIME, *value);
            }
            if let Some(value) = &self.timetz {
                values.set(
                    columns::TIMETZ,
                    <super::TimeWithZone as super::Stored>::of(value),
                );
            }
            if let Some(value) = &self.json {
                values.set(columns::JSON, value);
            }
            if let Some(value) = &self.plain {
                values.set(columns::PLAIN, value);
            }
            if let Some(value) = &self.bytes {
                values.set(columns::BYTES, value);
            }
            if let Some(value) = &self.state {
                values.set(columns::STATE, *value);
            }
            let value = Option::unwrap_or_else(self.changed, chrono::Utc::now);
            values.set(
                columns::CHANGED,
                <super::Timestamp as super::Stored>::of(&value),
            );
        }
    }

    impl Kinds {
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
            input: &CreateKinds,
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
            rows: &[CreateKinds],
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
            changes: &UpdateKinds,
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
            input: &CreateKinds,
            changes: &UpdateKinds,
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

/// Model `Maybe`.
pub mod maybe {
    /// The table, quoted for SQL.
    pub const TABLE: &str = "\"Maybe\"";

    /// The columns of the table, quoted for SQL.
    pub mod columns {
        /// Of `id`.
        pub const ID: &str = "\"id\"";
        /// Of `kindsId`.
        pub const KINDS_ID: &str = "\"kindsId\"";
        /// Of `text`.
        pub const TEXT: &str = "\"text\"";
        /// Of `xml`.
        pub const XML: &str = "\"xml\"";
        /// Of `bits`.
        pub const BITS: &str = "\"bits\"";
        /// Of `inet`.
        pub const INET: &str = "\"inet\"";
        /// Of `decimal`.
        pub const DECIMAL: &str = "\"decimal\"";
        /// Of `money`.
        pub const MONEY: &str = "\"money\"";
        /// Of `timestamp`.
        pub const TIMESTAMP: &str = "\"timestamp\"";
        /// Of `timetz`.
        pub const TIMETZ: &str = "\"timetz\"";
        /// Of `json`.
        pub const JSON: &str = "\"json\"";
        /// Of `bytes`.
        pub const BYTES: &str = "\"bytes\"";
        /// Of `state`.
        pub const STATE: &str = "\"state\"";
    }

    /// A row of `Maybe`.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct Maybe {
        pub id: i32,
        #[serde(rename = "kindsId")]
        pub kinds_id: uuid::Uuid,
        pub text: Option<String>,
        pub xml: Option<String>,
        pub bits: Option<String>,
        pub inet: Option<String>,
        pub decimal: Option<bigdecimal::BigDecimal>,
        pub money: Option<bigdecimal::BigDecimal>,
        pub timestamp: Option<chrono::DateTime<chrono::Utc>>,
        pub timetz: Option<chrono::NaiveTime>,
        pub json: Option<serde_json::Value>,
        pub bytes: Option<Vec<u8>>,
        pub state: Option<super::enums::State>,
    }

    impl sqlx::FromRow<'_, super::Row> for Maybe {
        fn from_row(row: &super::Row) -> sqlx::Result<Self> {
            Ok(Self {
                id: sqlx::Row::try_get(row, "id")?,
                kinds_id: sqlx::Row::try_get(row, "kindsId")?,
                text: sqlx::Row::try_get(row, "text")?,
                xml: super::optional::<super::Xml>(row, "xml")?,
                bits: super::optional::<super::Bits>(row, "bits")?,
                inet: super::optional::<super::Inet>(row, "inet")?,
                decimal: super::optional::<super::Decimal>(row, "decimal")?,
                money: super::optional::<super::Money>(row, "money")?,
                timestamp: super::optional::<super::Timestamp>(row, "timestamp")?,
                timetz: super::optional::<super::TimeWithZone>(row, "timetz")?,
                json: sqlx::Row::try_get(row, "json")?,
                bytes: sqlx::Row::try_get(row, "bytes")?,
                state: sqlx::Row::try_get(row, "state")?,
            })
        }
    }

    impl super::Record for Maybe {
        const MODEL: &'static str = "Maybe";
        const TABLE: &'static str = TABLE;
        const COLUMNS: &'static str = "\"id\", \"kindsId\", \"text\", \"xml\", \"bits\", \"inet\", \"decimal\", \"money\", \"timestamp\", \"timetz\", \"json\", \"bytes\", \"state\"";
    }

    /// A `Maybe` by `id`.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct MaybeById {
        pub id: i32,
    }

    impl super::Key<Maybe> for MaybeById {
        const COLUMNS: &'static [&'static str] = &[columns::ID];

        fn write(&self, values: &mut super::Values) {
            values.set(columns::ID, self.id);
        }
    }

    impl super::Cursor<Maybe> for MaybeById {
        fn of(row: &Maybe) -> Self {
            Self { id: row.id }
        }
    }

    /// A `Maybe` by `kindsId`.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct MaybeByKindsId {
        #[serde(rename = "kindsId")]
        pub kinds_id: uuid::Uuid,
    }

    impl super::Key<Maybe> for MaybeByKindsId {
        const COLUMNS: &'static [&'static str] = &[columns::KINDS_ID];

        fn write(&self, values: &mut super::Values) {
            values.set(columns::KINDS_ID, self.kinds_id);
        }
    }

    impl super::Cursor<Maybe> for MaybeByKindsId {
        fn of(row: &Maybe) -> Self {
            Self {
                kinds_id: row.kinds_id,
            }
        }
    }

    /// What a new `Maybe` is made of.
    #[derive(Debug, Clone, PartialEq, serde::Deserialize)]
    pub struct CreateMaybe {
        /// The database fills it in where it is `None`.
        pub id: Option<i32>,
        #[serde(rename = "kindsId")]
        pub kinds_id: uuid::Uuid,
        /// The database fills it in where it is `None`.
        #[serde(default, deserialize_with = "super::given")]
        pub text: Option<Option<String>>,
        #[serde(default)]
        pub xml: Option<String>,
        #[serde(default)]
        pub bits: Option<String>,
        #[serde(default)]
        pub inet: Option<String>,
        #[serde(default)]
        pub decimal: Option<bigdecimal::BigDecimal>,
        #[serde(default)]
        pub money: Option<bigdecimal::BigDecimal>,
        #[serde(default)]
        pub timestamp: Option<chrono::DateTime<chrono::Utc>>,
        #[serde(default)]
        pub timetz: Option<chrono::NaiveTime>,
        #[serde(default)]
        pub json: Option<serde_json::Value>,
        #[serde(default)]
        pub bytes: Option<Vec<u8>>,
        #[serde(default)]
        pub state: Option<super::enums::State>,
    }

    impl CreateMaybe {
        /// With what has to be given; all else is as the schema says.
        pub fn new(kinds_id: uuid::Uuid) -> Self {
            Self {
                id: None,
                kinds_id,
                text: None,
                xml: None,
                bits: None,
                inet: None,
                decimal: None,
                money: None,
                timestamp: None,
                timetz: None,
                json: None,
                bytes: None,
                state: None,
            }
        }
    }

    impl super::Input<Maybe> for CreateMaybe {
        fn write(&self, values: &mut super::Values) {
            if let Some(value) = &self.id {
                values.set(columns::ID, *value);
            }
            values.set(columns::KINDS_ID, self.kinds_id);
            if let Some(value) = &self.text {
                values.set(columns::TEXT, value);
            }
            values.set(columns::XML, super::stored::<super::Xml>(self.xml.as_ref()));
            values.set(
                columns::BITS,
                super::stored::<super::Bits>(self.bits.as_ref()),
            );
            values.set(
                columns::INET,
                super::stored::<super::Inet>(self.inet.as_ref()),
            );
            values.set(
                columns::DECIMAL,
                super::stored::<super::Decimal>(self.decimal.as_ref()),
            );
            values.set(
                columns::MONEY,
                super::stored::<super::Money>(self.money.as_ref()),
            );
            values.set(
                columns::TIMESTAMP,
                super::stored::<super::Timestamp>(self.timestamp.as_ref()),
            );
            values.set(
                columns::TIMETZ,
                super::stored::<super::TimeWithZone>(self.timetz.as_ref()),
            );
            values.set(columns::JSON, &self.json);
            values.set(columns::BYTES, &self.bytes);
            values.set(columns::STATE, self.state);
        }
    }

    /// What is changed of a `Maybe`: what is `None` stays as it is.
    #[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
    pub struct UpdateMaybe {
        pub id: Option<i32>,
        #[serde(rename = "kindsId")]
        pub kinds_id: Option<uuid::Uuid>,
        #[serde(default, deserialize_with = "super::given")]
        pub text: Option<Option<String>>,
        #[serde(default, deserialize_with = "super::given")]
        pub xml: Option<Option<String>>,
        #[serde(default, deserialize_with = "super::given")]
        pub bits: Option<Option<String>>,
        #[serde(default, deserialize_with = "super::given")]
        pub inet: Option<Option<String>>,
        #[serde(default, deserialize_with = "super::given")]
        pub decimal: Option<Option<bigdecimal::BigDecimal>>,
        #[serde(default, deserialize_with = "super::given")]
        pub money: Option<Option<bigdecimal::BigDecimal>>,
        #[serde(default, deserialize_with = "super::given")]
        pub timestamp: Option<Option<chrono::DateTime<chrono::Utc>>>,
        #[serde(default, deserialize_with = "super::given")]
        pub timetz: Option<Option<chrono::NaiveTime>>,
        #[serde(default, deserialize_with = "super::given")]
        pub json: Option<Option<serde_json::Value>>,
        #[serde(default, deserialize_with = "super::given")]
        pub bytes: Option<Option<Vec<u8>>>,
        #[serde(default, deserialize_with = "super::given")]
        pub state: Option<Option<super::enums::State>>,
    }

    impl super::Input<Maybe> for UpdateMaybe {
        fn write(&self, values: &mut super::Values) {
            if let Some(value) = &self.id {
                values.set(columns::ID, *value);
            }
            if let Some(value) = &self.kinds_id {
                values.set(columns::KINDS_ID, *value);
            }
            if let Some(value) = &self.text {
                values.set(columns::TEXT, value);
            }
            if let Some(value) = &self.xml {
                values.set(columns::XML, super::stored::<super::Xml>(value.as_ref()));
            }
            if let Some(value) = &self.bits {
                values.set(columns::BITS, super::stored::<super::Bits>(value.as_ref()));
            }
            if let Some(value) = &self.inet {
                values.set(columns::INET, super::stored::<super::Inet>(value.as_ref()));
            }
            if let Some(value) = &self.decimal {
                values.set(
                    columns::DECIMAL,
                    super::stored::<super::Decimal>(value.as_ref()),
                );
            }
            if let Some(value) = &self.money {
                values.set(
                    columns::MONEY,
                    super::stored::<super::Money>(value.as_ref()),
                );
            }
            if let Some(value) = &self.timestamp {
                values.set(
                    columns::TIMESTAMP,
                    super::stored::<super::Timestamp>(value.as_ref()),
                );
            }
            if let Some(value) = &self.timetz {
                values.set(
                    columns::TIMETZ,
                    super::stored::<super::TimeWithZone>(value.as_ref()),
                );
            }
            if let Some(value) = &self.json {
                values.set(columns::JSON, value);
            }
            if let Some(value) = &self.bytes {
                values.set(columns::BYTES, value);
            }
            if let Some(value) = &self.state {
                values.set(columns::STATE, *value);
            }
        }
    }

    impl Maybe {
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
            input: &CreateMaybe,
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
            rows: &[CreateMaybe],
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
            changes: &UpdateMaybe,
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
            input: &CreateMaybe,
            changes: &UpdateMaybe,
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

/// Model `Lists`.
pub mod lists {
    /// The table, quoted for SQL.
    pub const TABLE: &str = "\"Lists\"";

    /// The columns of the table, quoted for SQL.
    pub mod columns {
        /// Of `id`.
        pub const ID: &str = "\"id\"";
        /// Of `kindsId`.
        pub const KINDS_ID: &str = "\"kindsId\"";
        /// Of `texts`.
        pub const TEXTS: &str = "\"texts\"";
        /// Of `uuids`.
        pub const UUIDS: &str = "\"uuids\"";
        /// Of `xmls`.
        pub const XMLS: &str = "\"xmls\"";
        /// Of `bits`.
        pub const BITS: &str = "\"bits\"";
        /// Of `inets`.
        pub const INETS: &str = "\"inets\"";
        /// Of `ints`.
        pub const INTS: &str = "\"ints\"";
        /// Of `decimals`.
        pub const DECIMALS: &str = "\"decimals\"";
        /// Of `moneys`.
        pub const MONEYS: &str = "\"moneys\"";
        /// Of `timestamps`.
        pub const TIMESTAMPS: &str = "\"timestamps\"";
        /// Of `dates`.
        pub const DATES: &str = "\"dates\"";
        /// Of `timetzs`.
        pub const TIMETZS: &str = "\"timetzs\"";
        /// Of `jsons`.
        pub const JSONS: &str = "\"jsons\"";
        /// Of `bytes`.
        pub const BYTES: &str = "\"bytes\"";
        /// Of `states`.
        pub const STATES: &str = "\"states\"";
    }

    /// A row of `Lists`.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct Lists {
        pub id: i32,
        #[serde(rename = "kindsId")]
        pub kinds_id: uuid::Uuid,
        pub texts: Vec<String>,
        pub uuids: Vec<uuid::Uuid>,
        pub xmls: Vec<String>,
        pub bits: Vec<String>,
        pub inets: Vec<String>,
        pub ints: Vec<i32>,
        pub decimals: Vec<bigdecimal::BigDecimal>,
        pub moneys: Vec<bigdecimal::BigDecimal>,
        pub timestamps: Vec<chrono::DateTime<chrono::Utc>>,
        pub dates: Vec<chrono::NaiveDate>,
        pub timetzs: Vec<chrono::NaiveTime>,
        pub jsons: Vec<serde_json::Value>,
        pub bytes: Vec<Vec<u8>>,
        pub states: Vec<super::enums::State>,
    }

    impl sqlx::FromRow<'_, super::Row> for Lists {
        fn from_row(row: &super::Row) -> sqlx::Result<Self> {
            Ok(Self {
                id: sqlx::Row::try_get(row, "id")?,
                kinds_id: sqlx::Row::try_get(row, "kindsId")?,
                texts: super::many(row, "texts")?,
                uuids: super::many(row, "uuids")?,
                xmls: super::many_stored::<super::Xml>(row, "xmls")?,
                bits: super::many_stored::<super::Bits>(row, "bits")?,
                inets: super::many_stored::<super::Inet>(row, "inets")?,
                ints: super::many(row, "ints")?,
                decimals: super::many_stored::<super::Decimal>(row, "decimals")?,
                moneys: super::many_stored::<super::Money>(row, "moneys")?,
                timestamps: super::many_stored::<super::Timestamp>(row, "timestamps")?,
                dates: super::many(row, "dates")?,
                timetzs: super::many_stored::<super::TimeWithZone>(row, "timetzs")?,
                jsons: super::many(row, "jsons")?,
                bytes: super::many(row, "bytes")?,
                states: super::many(row, "states")?,
            })
        }
    }

    impl super::Record for Lists {
        const MODEL: &'static str = "Lists";
        const TABLE: &'static str = TABLE;
        const COLUMNS: &'static str = "\"id\", \"kindsId\", \"texts\", \"uuids\", \"xmls\", \"bits\", \"inets\", \"ints\", \"decimals\", \"moneys\", \"timestamps\", \"dates\", \"timetzs\", \"jsons\", \"bytes\", \"states\"";
    }

    /// A `Lists` by `id`.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct ListsById {
        pub id: i32,
    }

    impl super::Key<Lists> for ListsById {
        const COLUMNS: &'static [&'static str] = &[columns::ID];

        fn write(&self, values: &mut super::Values) {
            values.set(columns::ID, self.id);
        }
    }

    impl super::Cursor<Lists> for ListsById {
        fn of(row: &Lists) -> Self {
            Self { id: row.id }
        }
    }

    /// A `Lists` by `kindsId`.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct ListsByKindsId {
        #[serde(rename = "kindsId")]
        pub kinds_id: uuid::Uuid,
    }

    impl super::Key<Lists> for ListsByKindsId {
        const COLUMNS: &'static [&'static str] = &[columns::KINDS_ID];

        fn write(&self, values: &mut super::Values) {
            values.set(columns::KINDS_ID, self.kinds_id);
        }
    }

    impl super::Cursor<Lists> for ListsByKindsId {
        fn of(row: &Lists) -> Self {
            Self {
                kinds_id: row.kinds_id,
            }
        }
    }

    /// What a new `Lists` is made of.
    #[derive(Debug, Clone, PartialEq, serde::Deserialize)]
    pub struct CreateLists {
        /// The database fills it in where it is `None`.
        pub id: Option<i32>,
        #[serde(rename = "kindsId")]
        pub kinds_id: uuid::Uuid,
        /// The database fills it in where it is `None`.
        pub texts: Option<Vec<String>>,
        #[serde(default)]
        pub uuids: Vec<uuid::Uuid>,
        #[serde(default)]
        pub xmls: Vec<String>,
        #[serde(default)]
        pub bits: Vec<String>,
        #[serde(default)]
        pub inets: Vec<String>,
        #[serde(default)]
        pub ints: Vec<i32>,
        #[serde(default)]
        pub decimals: Vec<bigdecimal::BigDecimal>,
        #[serde(default)]
        pub moneys: Vec<bigdecimal::BigDecimal>,
        #[serde(default)]
        pub timestamps: Vec<chrono::DateTime<chrono::Utc>>,
        #[serde(default)]
        pub dates: Vec<chrono::NaiveDate>,
        #[serde(default)]
        pub timetzs: Vec<chrono::NaiveTime>,
        #[serde(default)]
        pub jsons: Vec<serde_json::Value>,
        #[serde(default)]
        pub bytes: Vec<Vec<u8>>,
        #[serde(default)]
        pub states: Vec<super::enums::State>,
    }

    impl CreateLists {
        /// With what has to be given; all else is as the schema says.
        pub fn new(kinds_id: uuid::Uuid) -> Self {
            Self {
                id: None,
                kinds_id,
                texts: None,
                uuids: Default::default(),
                xmls: Default::default(),
                bits: Default::default(),
                inets: Default::default(),
                ints: Default::default(),
                decimals: Default::default(),
                moneys: Default::default(),
                timestamps: Default::default(),
                dates: Default::default(),
                timetzs: Default::default(),
                jsons: Default::default(),
                bytes: Default::default(),
                states: Default::default(),
            }
        }
    }

    impl super::Input<Lists> for CreateLists {
        fn write(&self, values: &mut super::Values) {
            if let Some(value) = &self.id {
                values.set(columns::ID, *value);
            }
            values.set(columns::KINDS_ID, self.kinds_id);
            if let Some(value) = &self.texts {
                values.set(columns::TEXTS, value);
            }
            values.set(columns::UUIDS, &self.uuids);
            values.set(columns::XMLS, super::all_stored::<super::Xml>(&self.xmls));
            values.set(columns::BITS, super::all_stored::<super::Bits>(&self.bits));
            values.set(
                columns::INETS,
                super::all_stored::<super::Inet>(&self.inets),
            );
            values.set(columns::INTS, &self.ints);
            values.set(
                columns::DECIMALS,
                super::all_stored::<super::Decimal>(&self.decimals),
            );
            values.set(
                columns::MONEYS,
                super::all_stored::<super::Money>(&self.moneys),
            );
            values.set(
                columns::TIMESTAMPS,
                super::all_stored::<super::Timestamp>(&self.timestamps),
            );
            values.set(columns::DATES, &self.dates);
            values.set(
                columns::TIMETZS,
                super::all_stored::<super::TimeWithZone>(&self.timetzs),
            );
            values.set(columns::JSONS, &self.jsons);
            values.set(columns::BYTES, &self.bytes);
            values.set(columns::STATES, &self.states);
        }
    }

    /// What is changed of a `Lists`: what is `None` stays as it is.
    #[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
    pub struct UpdateLists {
        pub id: Option<i32>,
        #[serde(rename = "kindsId")]
        pub kinds_id: Option<uuid::Uuid>,
        pub texts: Option<Vec<String>>,
        pub uuids: Option<Vec<uuid::Uuid>>,
        pub xmls: Option<Vec<String>>,
        pub bits: Option<Vec<String>>,
        pub inets: Option<Vec<String>>,
        pub ints: Option<Vec<i32>>,
        pub decimals: Option<Vec<bigdecimal::BigDecimal>>,
        pub moneys: Option<Vec<bigdecimal::BigDecimal>>,
        pub timestamps: Option<Vec<chrono::DateTime<chrono::Utc>>>,
        pub dates: Option<Vec<chrono::NaiveDate>>,
        pub timetzs: Option<Vec<chrono::NaiveTime>>,
        pub jsons: Option<Vec<serde_json::Value>>,
        pub bytes: Option<Vec<Vec<u8>>>,
        pub states: Option<Vec<super::enums::State>>,
    }

    impl super::Input<Lists> for UpdateLists {
        fn write(&self, values: &mut super::Values) {
            if let Some(value) = &self.id {
                values.set(columns::ID, *value);
            }
            if let Some(value) = &self.kinds_id {
                values.set(columns::KINDS_ID, *value);
            }
            if let Some(value) = &self.texts {
                values.set(columns::TEXTS, value);
            }
            if let Some(value) = &self.uuids {
                values.set(columns::UUIDS, value);
            }
            if let Some(value) = &self.xmls {
                values.set(columns::XMLS, super::all_stored::<super::Xml>(value));
            }
            if let Some(value) = &self.bits {
                values.set(columns::BITS, super::all_stored::<super::Bits>(value));
            }
            if let Some(value) = &self.inets {
                values.set(columns::INETS, super::all_stored::<super::Inet>(value));
            }
            if let Some(value) = &self.ints {
                values.set(columns::INTS, value);
            }
            if let Some(value) = &self.decimals {
                values.set(
                    columns::DECIMALS,
                    super::all_stored::<super::Decimal>(value),
                );
            }
            if let Some(value) = &self.moneys {
                values.set(columns::MONEYS, super::all_stored::<super::Money>(value));
            }
            if let Some(value) = &self.timestamps {
                values.set(
                    columns::TIMESTAMPS,
                    super::all_stored::<super::Timestamp>(value),
                );
            }
            if let Some(value) = &self.dates {
                values.set(columns::DATES, value);
            }
            if let Some(value) = &self.timetzs {
                values.set(
                    columns::TIMETZS,
                    super::all_stored::<super::TimeWithZone>(value),
                );
            }
            if let Some(value) = &self.jsons {
                values.set(columns::JSONS, value);
            }
            if let Some(value) = &self.bytes {
                values.set(columns::BYTES, value);
            }
            if let Some(value) = &self.states {
                values.set(columns::STATES, value);
            }
        }
    }

    impl Lists {
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
            input: &CreateLists,
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
            rows: &[CreateLists],
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
            changes: &UpdateLists,
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
            input: &CreateLists,
            changes: &UpdateLists,
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
        model: "Kinds",
        fields: &["id"],
        table: "Kinds",
        known_as: "Kinds_pkey",
    },
    Unique {
        model: "Maybe",
        fields: &["id"],
        table: "Maybe",
        known_as: "Maybe_pkey",
    },
    Unique {
        model: "Maybe",
        fields: &["kindsId"],
        table: "Maybe",
        known_as: "Maybe_kindsId_key",
    },
    Unique {
        model: "Lists",
        fields: &["id"],
        table: "Lists",
        known_as: "Lists_pkey",
    },
    Unique {
        model: "Lists",
        fields: &["kindsId"],
        table: "Lists",
        known_as: "Lists_kindsId_key",
    },
];

/// Every foreign key of the schema.
pub static FOREIGN_KEYS: &[ForeignKey] = &[
    ForeignKey {
        model: "Maybe",
        fields: &["kindsId"],
        references: "Kinds",
        table: "Maybe",
        constraint: "Maybe_kindsId_fkey",
    },
    ForeignKey {
        model: "Lists",
        fields: &["kindsId"],
        references: "Kinds",
        table: "Lists",
        constraint: "Lists_kindsId_fkey",
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

/// A string of bits, as a text of 0 and 1.
#[derive(Debug)]
pub struct Bits(String);

impl Stored for Bits {
    type Value = String;

    fn of(value: &Self::Value) -> Self {
        Self(value.clone())
    }

    fn value(self) -> Self::Value {
        self.0
    }
}

impl sqlx::Type<Database> for Bits {
    fn type_info() -> sqlx::postgres::PgTypeInfo {
        sqlx::postgres::PgTypeInfo::with_oid(sqlx::postgres::types::Oid(1562))
    }

    fn compatible(other: &sqlx::postgres::PgTypeInfo) -> bool {
        // Of a fixed and of a varying length.
        let bit = sqlx::postgres::PgTypeInfo::with_oid(sqlx::postgres::types::Oid(1560));
        *other == Self::type_info() || *other == bit
    }
}

impl sqlx::postgres::PgHasArrayType for Bits {
    fn array_type_info() -> sqlx::postgres::PgTypeInfo {
        sqlx::postgres::PgTypeInfo::with_oid(sqlx::postgres::types::Oid(1563))
    }
}

impl sqlx::Encode<'_, Database> for Bits {
    fn encode_by_ref(
        &self,
        buffer: &mut sqlx::postgres::PgArgumentBuffer,
    ) -> std::result::Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
        let bytes = self.0.as_bytes();
        let length = i32::try_from(bytes.len())?;
        buffer.extend_from_slice(&length.to_be_bytes());
        for eight in bytes.chunks(8) {
            let mut byte = 0;
            for (position, bit) in eight.iter().enumerate() {
                match bit {
                    b'0' => {}
                    b'1' => byte |= 0x80 >> position,
                    _ => return Err("a text of bits is made of 0 and 1".into()),
                }
            }
            buffer.push(byte);
        }
        Ok(sqlx::encode::IsNull::No)
    }
}

impl sqlx::Decode<'_, Database> for Bits {
    fn decode(
        value: sqlx::postgres::PgValueRef<'_>,
    ) -> std::result::Result<Self, sqlx::error::BoxDynError> {
        let bytes = value.as_bytes()?;
        let (length, bytes) = bytes.split_first_chunk().ok_or("a length is missing")?;
        let length = usize::try_from(i32::from_be_bytes(*length))?;
        let bits = bytes
            .iter()
            .flat_map(|byte| (0..8).map(move |bit| byte & (0x80 >> bit) != 0));
        Ok(Self(
            bits.take(length)
                .map(|bit| if bit { '1' } else { '0' })
                .collect(),
        ))
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

/// The address of a host, as a text.
#[derive(Debug)]
pub struct Inet(String);

impl Stored for Inet {
    type Value = String;

    fn of(value: &Self::Value) -> Self {
        Self(value.clone())
    }

    fn value(self) -> Self::Value {
        self.0
    }
}

impl sqlx::Type<Database> for Inet {
    fn type_info() -> sqlx::postgres::PgTypeInfo {
        sqlx::postgres::PgTypeInfo::with_oid(sqlx::postgres::types::Oid(869))
    }
}

impl sqlx::postgres::PgHasArrayType for Inet {
    fn array_type_info() -> sqlx::postgres::PgTypeInfo {
        sqlx::postgres::PgTypeInfo::with_oid(sqlx::postgres::types::Oid(1041))
    }
}

impl sqlx::Encode<'_, Database> for Inet {
    fn encode_by_ref(
        &self,
        buffer: &mut sqlx::postgres::PgArgumentBuffer,
    ) -> std::result::Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
        let (address, bits) = match self.0.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse::<u8>()?)),
            None => (self.0.as_str(), None),
        };
        let (family, bytes) = match address.parse()? {
            std::net::IpAddr::V4(address) => (2, address.octets().to_vec()),
            std::net::IpAddr::V6(address) => (3, address.octets().to_vec()),
        };
        let length = u8::try_from(bytes.len())?;
        buffer.extend_from_slice(&[family, bits.unwrap_or(length * 8), 0, length]);
        buffer.extend_from_slice(&bytes);
        Ok(sqlx::encode::IsNull::No)
    }
}

impl sqlx::Decode<'_, Database> for Inet {
    fn decode(
        value: sqlx::postgres::PgValueRef<'_>,
    ) -> std::result::Result<Self, sqlx::error::BoxDynError> {
        let bytes = value.as_bytes()?;
        let (&[_, bits, _, length], bytes) = bytes.split_first_chunk().ok_or("it is too short")?;
        let address = match length {
            4 => std::net::IpAddr::from(<[u8; 4]>::try_from(bytes)?),
            _ => std::net::IpAddr::from(<[u8; 16]>::try_from(bytes)?),
        };
        Ok(Self(match bits == length * 8 {
            true => address.to_string(),
            false => format!("{address}/{bits}"),
        }))
    }
}

/// An amount of money with two digits after the point, as in most locales of a server.
#[derive(Debug)]
pub struct Money(bigdecimal::BigDecimal);

impl Stored for Money {
    type Value = bigdecimal::BigDecimal;

    fn of(value: &Self::Value) -> Self {
        Self(value.clone())
    }

    fn value(self) -> Self::Value {
        self.0
    }
}

impl sqlx::Type<Database> for Money {
    fn type_info() -> sqlx::postgres::PgTypeInfo {
        sqlx::postgres::PgTypeInfo::with_oid(sqlx::postgres::types::Oid(790))
    }
}

impl sqlx::postgres::PgHasArrayType for Money {
    fn array_type_info() -> sqlx::postgres::PgTypeInfo {
        sqlx::postgres::PgTypeInfo::with_oid(sqlx::postgres::types::Oid(791))
    }
}

impl sqlx::Encode<'_, Database> for Money {
    fn encode_by_ref(
        &self,
        buffer: &mut sqlx::postgres::PgArgumentBuffer,
    ) -> std::result::Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
        let cents = (&self.0 * bigdecimal::BigDecimal::from(100)).round(0);
        let cents = i64::try_from(cents.into_bigint_and_exponent().0)?;
        buffer.extend_from_slice(&cents.to_be_bytes());
        Ok(sqlx::encode::IsNull::No)
    }
}

impl sqlx::Decode<'_, Database> for Money {
    fn decode(
        value: sqlx::postgres::PgValueRef<'_>,
    ) -> std::result::Result<Self, sqlx::error::BoxDynError> {
        let cents = i64::from_be_bytes(value.as_bytes()?.try_into()?);
        Ok(Self(bigdecimal::BigDecimal::new(cents.into(), 2)))
    }
}

/// The number of an object of the database.
#[derive(Debug)]
pub struct ObjectId(sqlx::postgres::types::Oid);

impl Stored for ObjectId {
    type Value = u32;

    fn of(value: &Self::Value) -> Self {
        Self(sqlx::postgres::types::Oid(*value))
    }

    fn value(self) -> Self::Value {
        self.0.0
    }
}

impl sqlx::Type<Database> for ObjectId {
    fn type_info() -> sqlx::postgres::PgTypeInfo {
        <sqlx::postgres::types::Oid as sqlx::Type<Database>>::type_info()
    }

    fn compatible(other: &sqlx::postgres::PgTypeInfo) -> bool {
        <sqlx::postgres::types::Oid as sqlx::Type<Database>>::compatible(other)
    }
}

impl sqlx::postgres::PgHasArrayType for ObjectId {
    fn array_type_info() -> sqlx::postgres::PgTypeInfo {
        <sqlx::postgres::types::Oid as sqlx::postgres::PgHasArrayType>::array_type_info()
    }
}

impl sqlx::Encode<'_, Database> for ObjectId {
    fn encode_by_ref(
        &self,
        buffer: &mut sqlx::postgres::PgArgumentBuffer,
    ) -> std::result::Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
        sqlx::Encode::<Database>::encode_by_ref(&self.0, buffer)
    }
}

impl sqlx::Decode<'_, Database> for ObjectId {
    fn decode(
        value: sqlx::postgres::PgValueRef<'_>,
    ) -> std::result::Result<Self, sqlx::error::BoxDynError> {
        sqlx::Decode::<Database>::decode(value).map(Self)
    }
}

/// A time with time zone, which the client has in UTC.
#[derive(Debug)]
pub struct TimeWithZone(sqlx::postgres::types::PgTimeTz);

impl Stored for TimeWithZone {
    type Value = chrono::NaiveTime;

    fn of(value: &Self::Value) -> Self {
        Self(sqlx::postgres::types::PgTimeTz {
            time: *value,
            offset: chrono::Offset::fix(&chrono::Utc),
        })
    }

    fn value(self) -> Self::Value {
        self.0.time - self.0.offset
    }
}

impl sqlx::Type<Database> for TimeWithZone {
    fn type_info() -> sqlx::postgres::PgTypeInfo {
        <sqlx::postgres::types::PgTimeTz as sqlx::Type<Database>>::type_info()
    }

    fn compatible(other: &sqlx::postgres::PgTypeInfo) -> bool {
        <sqlx::postgres::types::PgTimeTz as sqlx::Type<Database>>::compatible(other)
    }
}

impl sqlx::postgres::PgHasArrayType for TimeWithZone {
    fn array_type_info() -> sqlx::postgres::PgTypeInfo {
        <sqlx::postgres::types::PgTimeTz as sqlx::postgres::PgHasArrayType>::array_type_info()
    }
}

impl sqlx::Encode<'_, Database> for TimeWithZone {
    fn encode_by_ref(
        &self,
        buffer: &mut sqlx::postgres::PgArgumentBuffer,
    ) -> std::result::Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
        sqlx::Encode::<Database>::encode_by_ref(&self.0, buffer)
    }
}

impl sqlx::Decode<'_, Database> for TimeWithZone {
    fn decode(
        value: sqlx::postgres::PgValueRef<'_>,
    ) -> std::result::Result<Self, sqlx::error::BoxDynError> {
        sqlx::Decode::<Database>::decode(value).map(Self)
    }
}

/// A timestamp without time zone: UTC by agreement.
#[derive(Debug)]
pub struct Timestamp(chrono::NaiveDateTime);

impl Stored for Timestamp {
    type Value = chrono::DateTime<chrono::Utc>;

    fn of(value: &Self::Value) -> Self {
        Self(value.naive_utc())
    }

    fn value(self) -> Self::Value {
        self.0.and_utc()
    }
}

impl sqlx::Type<Database> for Timestamp {
    fn type_info() -> sqlx::postgres::PgTypeInfo {
        <chrono::NaiveDateTime as sqlx::Type<Database>>::type_info()
    }

    fn compatible(other: &sqlx::postgres::PgTypeInfo) -> bool {
        <chrono::NaiveDateTime as sqlx::Type<Database>>::compatible(other)
    }
}

impl sqlx::postgres::PgHasArrayType for Timestamp {
    fn array_type_info() -> sqlx::postgres::PgTypeInfo {
        <chrono::NaiveDateTime as sqlx::postgres::PgHasArrayType>::array_type_info()
    }
}

impl sqlx::Encode<'_, Database> for Timestamp {
    fn encode_by_ref(
        &self,
        buffer: &mut sqlx::postgres::PgArgumentBuffer,
    ) -> std::result::Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
        sqlx::Encode::<Database>::encode_by_ref(&self.0, buffer)
    }
}

impl sqlx::Decode<'_, Database> for Timestamp {
    fn decode(
        value: sqlx::postgres::PgValueRef<'_>,
    ) -> std::result::Result<Self, sqlx::error::BoxDynError> {
        sqlx::Decode::<Database>::decode(value).map(Self)
    }
}

/// An XML text.
#[derive(Debug)]
pub struct Xml(String);

impl Stored for Xml {
    type Value = String;

    fn of(value: &Self::Value) -> Self {
        Self(value.clone())
    }

    fn value(self) -> Self::Value {
        self.0
    }
}

impl sqlx::Type<Database> for Xml {
    fn type_info() -> sqlx::postgres::PgTypeInfo {
        sqlx::postgres::PgTypeInfo::with_oid(sqlx::postgres::types::Oid(142))
    }
}

impl sqlx::postgres::PgHasArrayType for Xml {
    fn array_type_info() -> sqlx::postgres::PgTypeInfo {
        sqlx::postgres::PgTypeInfo::with_oid(sqlx::postgres::types::Oid(143))
    }
}

impl sqlx::Encode<'_, Database> for Xml {
    fn encode_by_ref(
        &self,
        buffer: &mut sqlx::postgres::PgArgumentBuffer,
    ) -> std::result::Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
        buffer.extend_from_slice(self.0.as_bytes());
        Ok(sqlx::encode::IsNull::No)
    }
}

impl sqlx::Decode<'_, Database> for Xml {
    fn decode(
        value: sqlx::postgres::PgValueRef<'_>,
    ) -> std::result::Result<Self, sqlx::error::BoxDynError> {
        Ok(Self(std::str::from_utf8(value.as_bytes()?)?.to_owned()))
    }
}

/// Eight bytes that nobody guesses: each hasher of the standard library has keys of its own.
fn random() -> [u8; 8] {
    use std::hash::{BuildHasher, Hasher};
    std::collections::hash_map::RandomState::new()
        .build_hasher()
        .finish()
        .to_be_bytes()
}

fn random_bytes<const COUNT: usize>() -> [u8; COUNT] {
    let mut bytes = [0; COUNT];
    for chunk in bytes.chunks_mut(8) {
        chunk.copy_from_slice(&random()[..chunk.len()]);
    }
    bytes
}

/// So many characters of an alphabet of at most 256, each as likely as any other.
fn random_text(alphabet: &[u8], length: usize) -> String {
    let fair = 256 - 256 % alphabet.len();
    let bytes = std::iter::repeat_with(random).flatten().map(usize::from);
    let fair_bytes = bytes.filter(|byte| *byte < fair);
    fair_bytes
        .take(length)
        .map(|byte| char::from(alphabet[byte % alphabet.len()]))
        .collect()
}

fn milliseconds() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |duration| {
        duration.as_secs() * 1000 + u64::from(duration.subsec_millis())
    })
}

/// A random UUID (RFC 9562, version 4), or one that begins with the time (version 7).
fn uuid_bytes(version: u8) -> [u8; 16] {
    let mut bytes = random_bytes::<16>();
    if version == 7 {
        bytes[..6].copy_from_slice(&milliseconds().to_be_bytes()[2..]);
    }
    bytes[6] = bytes[6] & 0x0f | version << 4;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    bytes
}

const BASE_36: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// A CUID: `c`, the time, a counter, this process and chance, in base 36.
fn cuid() -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    let counter = base_36(u64::from(COUNTER.fetch_add(1, Ordering::Relaxed)), 4);
    let process = base_36(u64::from(std::process::id()), 4);
    let time = base_36(milliseconds(), 8);
    format!("c{time}{counter}{process}{}", random_text(BASE_36, 8))
}

/// The last digits of a number in base 36.
fn base_36(mut number: u64, digits: usize) -> String {
    let mut text = vec![b'0'; digits];
    for digit in text.iter_mut().rev() {
        *digit = BASE_36[(number % 36) as usize];
        number /= 36;
    }
    text.into_iter().map(char::from).collect()
}

/// In the shape of a CUID2: a letter and 23 characters of base 36, of which nothing can be read.
fn cuid2() -> String {
    let letter = random_text(&BASE_36[10..], 1);
    letter + &random_text(BASE_36, 23)
}

/// A ULID: the time and 80 bits of chance in Crockford's base 32, sorted by time.
fn ulid() -> String {
    const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut rest = milliseconds();
    let mut time = [b'0'; 10];
    for digit in time.iter_mut().rev() {
        *digit = ALPHABET[(rest % 32) as usize];
        rest /= 32;
    }
    let time: String = time.into_iter().map(char::from).collect();
    time + &random_text(ALPHABET, 16)
}

/// A Nano ID of so many characters.
fn nanoid(length: usize) -> String {
    const ALPHABET: &[u8] = b"_-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    random_text(ALPHABET, length)
}
