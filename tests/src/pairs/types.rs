//! The scalar types that generated schemas use, with what is known of them from the databases'
//! manuals: literals, and which other types hold every value. Written down by hand, so that the
//! planner's own table of casts has something to be compared with.

use super::model::{Default, Schema};
use planner_core::provider::Provider;

/// A scalar with its native type.
#[derive(Debug)]
pub struct Scalar {
    /// Type of the schema language.
    pub base: &'static str,
    /// Attribute of the native type, or nothing.
    pub native: &'static str,
    /// Type of the database.
    pub sql: &'static str,
    /// Literals for defaults, as the schema writes them; none for a type that it has no word for.
    pub literals: &'static [&'static str],
    /// SQL types to which every value can go unchanged.
    pub widens_to: &'static [&'static str],
    /// What it can be in an index or key.
    pub index: Indexable,
}

impl PartialEq for Scalar {
    fn eq(&self, other: &Self) -> bool {
        self.sql == other.sql && self.native == other.native && self.base == other.base
    }
}

impl Eq for Scalar {}

/// Which indexes a type can be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Indexable {
    /// Keys and B-trees.
    Yes,
    /// The same, but it has few values.
    Few,
    /// Nothing that compares.
    No,
}

const fn scalar(
    base: &'static str,
    native: &'static str,
    sql: &'static str,
    literals: &'static [&'static str],
    widens_to: &'static [&'static str],
    index: Indexable,
) -> Scalar {
    Scalar { base, native, sql, literals, widens_to, index }
}

use Indexable::{Few, No, Yes};

const INTEGERS: &[&str] = &["0", "7", "-3"];
const FRACTIONS: &[&str] = &["1.5", "0", "-2.25"];
const TEXTS: &[&str] = &["\"draft\"", "\"it's\"", "\"\""];
const TIMES: &[&str] = &["\"2024-01-02T03:04:05.000Z\""];

/// PostgreSQL's. `text`, `jsonb` and so on take what a manual says they take.
pub static POSTGRES: &[Scalar] = &[
    scalar(
        "Int",
        "",
        "integer",
        INTEGERS,
        &["bigint", "double precision", "numeric(65,30)", "text", "jsonb"],
        Yes,
    ),
    scalar(
        "Int",
        "@db.SmallInt",
        "smallint",
        INTEGERS,
        &["integer", "bigint", "double precision", "text"],
        Yes,
    ),
    scalar("Int", "@db.Oid", "oid", &["0", "7"], &["bigint", "text"], Yes),
    scalar("BigInt", "", "bigint", INTEGERS, &["numeric(65,30)", "text"], Yes),
    scalar("Float", "", "double precision", FRACTIONS, &["text"], Yes),
    scalar("Float", "@db.Real", "real", FRACTIONS, &["double precision", "text"], Yes),
    scalar("Decimal", "", "numeric(65,30)", FRACTIONS, &["text"], Yes),
    scalar(
        "Decimal",
        "@db.Decimal(10, 2)",
        "numeric(10,2)",
        FRACTIONS,
        &["numeric(12,2)", "numeric(12,4)", "numeric(65,30)", "text"],
        Yes,
    ),
    scalar(
        "Decimal",
        "@db.Decimal(12, 2)",
        "numeric(12,2)",
        FRACTIONS,
        &["numeric(65,30)", "text"],
        Yes,
    ),
    scalar(
        "Decimal",
        "@db.Decimal(12, 4)",
        "numeric(12,4)",
        FRACTIONS,
        &["numeric(65,30)", "text"],
        Yes,
    ),
    scalar("Decimal", "@db.Money", "money", &["1.5", "0"], &[], Yes),
    scalar("String", "", "text", TEXTS, &["character varying"], Yes),
    scalar("String", "@db.VarChar", "character varying", TEXTS, &["text"], Yes),
    scalar(
        "String",
        "@db.VarChar(20)",
        "character varying(20)",
        TEXTS,
        &["character varying(40)", "text"],
        Yes,
    ),
    scalar("String", "@db.VarChar(40)", "character varying(40)", TEXTS, &["text"], Yes),
    scalar("String", "@db.Char(8)", "character(8)", &["\"draft\""], &["text"], Yes),
    scalar(
        "String",
        "@db.Uuid",
        "uuid",
        &["\"6b1f9c1e-5a0c-4c8f-9d52-0a4f0f6f0a01\""],
        &["text"],
        Yes,
    ),
    scalar("String", "@db.Inet", "inet", &["\"10.0.0.1\""], &["text"], Yes),
    scalar("String", "@db.Xml", "xml", &["\"<a/>\""], &["text"], No),
    scalar("String", "@db.Bit(4)", "bit(4)", &["\"1010\""], &["bit varying(8)"], Yes),
    scalar("String", "@db.VarBit(8)", "bit varying(8)", &["\"101\""], &[], Yes),
    scalar("Boolean", "", "boolean", &["true", "false"], &["integer", "text"], Few),
    scalar(
        "DateTime",
        "",
        "timestamp(3)",
        TIMES,
        &["timestamp(6)", "timestamptz(3)", "timestamptz(6)", "text"],
        Yes,
    ),
    scalar("DateTime", "@db.Timestamp(6)", "timestamp(6)", TIMES, &["timestamptz(6)", "text"], Yes),
    scalar(
        "DateTime",
        "@db.Timestamptz(3)",
        "timestamptz(3)",
        TIMES,
        &["timestamptz(6)", "text"],
        Yes,
    ),
    scalar("DateTime", "@db.Timestamptz(6)", "timestamptz(6)", TIMES, &["text"], Yes),
    scalar("DateTime", "@db.Date", "date", TIMES, &["timestamp(3)", "timestamp(6)", "text"], Yes),
    scalar("DateTime", "@db.Time(3)", "time(3)", &["\"1970-01-01T03:04:05.000Z\""], &["text"], Yes),
    scalar(
        "DateTime",
        "@db.Timetz(6)",
        "timetz(6)",
        &["\"1970-01-01T03:04:05.000Z\""],
        &["text"],
        Yes,
    ),
    scalar("Json", "", "jsonb", &["\"{}\"", "\"[1, 2]\""], &["text"], No),
    scalar("Json", "@db.Json", "json", &["\"{}\""], &["text"], No),
    scalar("Bytes", "", "bytea", &["\"aGVsbG8=\""], &[], Yes),
    scalar("String", "@db.Citext", "citext", TEXTS, &["text"], Yes),
    scalar("Unsupported(\"interval\")", "", "interval", &[], &["text"], No),
    scalar("Unsupported(\"interval(3)\")", "", "interval(3)", &[], &["text"], No),
    scalar("Unsupported(\"point\")", "", "point", &[], &["text"], No),
    scalar("Unsupported(\"tsvector\")", "", "tsvector", &[], &["text"], No),
    scalar("Unsupported(\"int4range\")", "", "int4range", &[], &["text"], No),
    scalar("Unsupported(\"cidr\")", "", "cidr", &[], &["text"], No),
];

/// SQLite's.
pub static SQLITE: &[Scalar] = &[
    scalar("Int", "", "INTEGER", INTEGERS, &["BIGINT", "TEXT"], Yes),
    scalar("BigInt", "", "BIGINT", INTEGERS, &["INTEGER", "TEXT"], Yes),
    scalar("Float", "", "REAL", FRACTIONS, &["DECIMAL"], Yes),
    scalar("Decimal", "", "DECIMAL", FRACTIONS, &[], Yes),
    scalar("String", "", "TEXT", TEXTS, &[], Yes),
    scalar("Boolean", "", "BOOLEAN", &["true", "false"], &["INTEGER", "TEXT"], Few),
    scalar("DateTime", "", "DATETIME", TIMES, &["TEXT"], Yes),
    scalar("Json", "", "JSONB", &["\"{}\"", "\"[1, 2]\""], &["TEXT"], No),
    scalar("Bytes", "", "BLOB", &["\"aGVsbG8=\""], &[], Yes),
    scalar("Unsupported(\"GEOMETRY\")", "", "GEOMETRY", &[], &[], No),
    scalar("Unsupported(\"LONGTEXT\")", "", "LONGTEXT", &[], &["TEXT"], No),
];

/// All of a provider.
pub fn all(provider: Provider) -> &'static [Scalar] {
    match provider {
        Provider::Postgresql => POSTGRES,
        Provider::Sqlite => SQLITE,
    }
}

/// The scalar of that SQL type.
///
/// # Panics
///
/// Where there is none: the tables above name one another.
pub fn by_sql(provider: Provider, sql: &str) -> &'static Scalar {
    let found = all(provider).iter().find(|each| each.sql == sql);
    found.unwrap_or_else(|| panic!("no scalar is called {sql}"))
}

/// Those that a schema may use: some need an extension.
pub fn usable(schema: &Schema) -> Vec<&'static Scalar> {
    let has_citext = schema.extensions.iter().any(|each| each == "citext");
    all(schema.provider).iter().filter(|each| each.sql != "citext" || has_citext).collect()
}

/// Defaults beside literals.
pub fn functions(provider: Provider, scalar: &Scalar) -> Vec<Default> {
    match (provider, scalar.sql) {
        (_, "timestamp(3)" | "timestamp(6)" | "timestamptz(3)" | "timestamptz(6)" | "DATETIME") => {
            vec![Default::Now]
        }
        (_, "text" | "TEXT") => vec![Default::Client("cuid()"), Default::Client("uuid()")],
        (Provider::Postgresql, "uuid") => {
            vec![Default::Generated("gen_random_uuid()"), Default::Client("uuid()")]
        }
        (Provider::Postgresql, "date") => vec![Default::Generated("CURRENT_DATE")],
        (Provider::Postgresql, "interval") => vec![Default::Generated("'02:30:00'::interval")],
        (Provider::Postgresql, "point") => vec![Default::Generated("point(1, 2)")],
        (Provider::Postgresql, "tsvector") => vec![Default::Generated("'a b'::tsvector")],
        _ => Vec::new(),
    }
}
