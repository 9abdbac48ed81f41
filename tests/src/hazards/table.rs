//! Every rule with the rows over which what it warns of happens. Data only.

use super::{Hazard, Real};
use planner_core::provider::Provider::{self, Postgresql, Sqlite};

const fn hazard(
    id: &'static str,
    provider: Provider,
    rows: &'static str,
    harmless: &'static str,
    real: Real,
) -> Hazard {
    Hazard { id, provider, schemas: None, rows, harmless, real }
}

const USERS: &str = "INSERT INTO users VALUES (1, 'x'), (2, NULL)";
const USERS_EMPTY: &str = "INSERT INTO users VALUES (1, NULL), (2, NULL)";
const CODE: Real = Real::Changes(&["SELECT legacy_code FROM users WHERE id = 1"]);
const POST_ROWS: Real = Real::Changes(&["SELECT CAST(count(*) AS TEXT) FROM posts"]);
const NULLS: &str = "INSERT INTO \"User\" VALUES (1, 'a'), (2, NULL)";
const NO_NULLS: &str = "INSERT INTO \"User\" VALUES (1, 'a'), (2, 'b')";
const ONE_USER: &str = "INSERT INTO \"User\" VALUES (1)";
const REPEATED: &str = "INSERT INTO \"User\" VALUES (1, 'a'), (2, 'a')";
const ORPHAN: &str =
    "INSERT INTO \"User\" VALUES (1); INSERT INTO \"Post\" VALUES (1, 1), (2, 7), (3, NULL)";
const NO_ORPHAN: &str =
    "INSERT INTO \"User\" VALUES (1); INSERT INTO \"Post\" VALUES (1, 1), (3, NULL)";
const ONE_TENANT: &str = "INSERT INTO users VALUES (1, 5), (2, 5)";
const TWO_TENANTS: &str = "INSERT INTO users VALUES (1, 5), (2, 6)";
const GUEST: &str = "INSERT INTO \"User\" VALUES (1, 'admin'), (2, 'guest')";
const NO_GUEST: &str = "INSERT INTO \"User\" VALUES (1, 'admin'), (2, 'member')";
const FAMILY: &str = "INSERT INTO \"User\" VALUES (1); INSERT INTO \"Post\" VALUES (1, 1)";
const DELETED: Real =
    Real::Shows(&["DELETE FROM \"User\"", "SELECT CAST(count(*) AS TEXT) FROM \"Post\""], "\"0\"");

/// All of them: each rule at least once, a gating one on both databases where it applies to both.
pub const HAZARDS: &[Hazard] = &[
    hazard("drop-column", Postgresql, USERS, USERS_EMPTY, CODE),
    hazard("drop-column", Sqlite, USERS, USERS_EMPTY, CODE),
    hazard("drop-table", Postgresql, "INSERT INTO posts VALUES (1)", "", POST_ROWS),
    hazard("drop-table", Sqlite, "INSERT INTO posts VALUES (1)", "", POST_ROWS),
    hazard(
        "remove-enum-value",
        Postgresql,
        GUEST,
        NO_GUEST,
        Real::Fails("invalid input value for enum"),
    ),
    hazard(
        "remove-enum-value",
        Sqlite,
        GUEST,
        NO_GUEST,
        Real::UnknownValue("SELECT role FROM \"User\" WHERE id = 2", "guest"),
    ),
    hazard(
        "narrow-column-type",
        Postgresql,
        "INSERT INTO \"User\" VALUES (1, 5000000000)",
        "INSERT INTO \"User\" VALUES (1, -2147483648), (2, 2147483647)",
        Real::Fails("integer out of range"),
    ),
    Hazard {
        id: "narrow-column-type",
        provider: Postgresql,
        schemas: Some([
            "model User {\n  id   Int    @id\n  name String @db.VarChar(10)\n}\n",
            "model User {\n  id   Int    @id\n  name String @db.VarChar(5)\n}\n",
            "model User {\n  id   Int    @id\n  name String @db.VarChar(20)\n}\n",
        ]),
        rows: "INSERT INTO \"User\" VALUES (1, 'abcdefg')",
        harmless: "INSERT INTO \"User\" VALUES (1, 'abcde')",
        real: Real::Fails("value too long"),
    },
    Hazard {
        id: "narrow-column-type",
        provider: Postgresql,
        schemas: Some([
            "model User {\n  id   Int  @id\n  data Json @db.Json\n}\n",
            "model User {\n  id   Int  @id\n  data Json @db.JsonB\n}\n",
            "model User {\n  id   Int   @id\n  data Json  @db.Json\n  more Json? @db.JsonB\n}\n",
        ]),
        rows: "INSERT INTO \"User\" VALUES (1, '{\"b\": 1, \"a\": 1, \"a\": 2}')",
        harmless: "INSERT INTO \"User\" VALUES (1, '{\"a\": 1}')",
        real: Real::Changes(&["SELECT data::text FROM \"User\""]),
    },
    Hazard {
        id: "narrow-column-type",
        provider: Postgresql,
        schemas: Some([
            "model User {\n  id     Int     @id\n  amount Decimal @db.Decimal(20, 10)\n}\n",
            "model User {\n  id     Int   @id\n  amount Float\n}\n",
            "model User {\n  id     Int     @id\n  amount Decimal @db.Decimal(24, 12)\n}\n",
        ]),
        rows: "INSERT INTO \"User\" VALUES (1, 1234567890.0123456789)",
        harmless: "INSERT INTO \"User\" VALUES (1, 1.5)",
        real: Real::Changes(&["SELECT amount::numeric(20,10)::text FROM \"User\""]),
    },
    Hazard {
        id: "narrow-column-type",
        provider: Postgresql,
        schemas: Some([
            "model User {\n  id   Int     @id @default(autoincrement())\n  name String?\n}\n",
            "model User {\n  id   Int     @id @default(autoincrement()) @db.SmallInt\n  name String?\n}\n",
            "model User {\n  id   BigInt  @id @default(autoincrement())\n  name String?\n}\n",
        ]),
        // Set by hand: the next number is the one that is too great, and none was given out.
        rows: "INSERT INTO \"User\" VALUES (1, 'a'); SELECT setval('\"User_id_seq\"', 40000, false)",
        harmless: "INSERT INTO \"User\" VALUES (1, 'a'); SELECT setval('\"User_id_seq\"', 32767)",
        real: Real::Fails("cannot be greater than MAXVALUE"),
    },
    Hazard {
        id: "narrow-column-type",
        provider: Postgresql,
        schemas: Some([
            "model User {\n  id   Int  @id\n  tags Json\n}\n",
            "model User {\n  id   Int      @id\n  tags String[]\n}\n",
            "model User {\n  id    Int      @id\n  tags  Json\n  words String[]\n}\n",
        ]),
        rows: "INSERT INTO \"User\" VALUES (1, '[\"a\", \"b\"]')",
        harmless: "INSERT INTO \"User\" VALUES (1, '\"a\"'), (2, '{\"a\": []}')",
        real: Real::Shows(&["SELECT cardinality(tags)::text FROM \"User\""], "1"),
    },
    Hazard {
        id: "narrow-column-type",
        provider: Postgresql,
        schemas: Some([
            "model User {\n  id    Int    @id\n  flags String @db.Bit(3)\n}\n",
            "model User {\n  id    Int    @id\n  flags String @db.Bit(5)\n}\n",
            "model User {\n  id    Int    @id\n  flags String @db.VarBit\n}\n",
        ]),
        rows: "INSERT INTO \"User\" VALUES (1, '101')",
        harmless: "",
        real: Real::Changes(&["SELECT flags::text FROM \"User\""]),
    },
    Hazard {
        id: "narrow-column-type",
        provider: Sqlite,
        schemas: Some([
            "model User {\n  id  Int    @id\n  sum BigInt @db.Integer\n}\n",
            "model User {\n  id  Int   @id\n  sum Float\n}\n",
            "model User {\n  id  Int    @id\n  sum BigInt\n}\n",
        ]),
        rows: "INSERT INTO \"User\" VALUES (1, 9007199254740993), (2, 9223372036854775807)",
        harmless: "INSERT INTO \"User\" VALUES (1, 9007199254740992)",
        real: Real::Changes(&[
            "SELECT CAST(CAST(sum AS INTEGER) AS TEXT) FROM \"User\" WHERE id = 1",
        ]),
    },
    Hazard {
        id: "narrow-column-type",
        provider: Sqlite,
        schemas: Some([
            "model User {\n  id  Int   @id\n  sum Float\n}\n",
            "model User {\n  id  Int    @id\n  sum String\n}\n",
            "model User {\n  id   Int     @id\n  sum  Float\n  text String?\n}\n",
        ]),
        rows: "INSERT INTO \"User\" VALUES (1, 0.1234567890123456)",
        harmless: "INSERT INTO \"User\" VALUES (1, 0.5), (2, 7.0)",
        real: Real::Changes(&[
            "SELECT CAST(CAST(sum AS REAL) = 0.1234567890123456 AS TEXT) FROM \"User\"",
        ]),
    },
    Hazard {
        id: "narrow-column-type",
        provider: Sqlite,
        schemas: Some([
            "model User {\n  id  Int    @id\n  age String\n}\n",
            "model User {\n  id  Int @id\n  age Int\n}\n",
            "model User {\n  id    Int    @id\n  age   String\n  years Int?\n}\n",
        ]),
        rows: "INSERT INTO \"User\" VALUES (1, 'twelve')",
        harmless: "INSERT INTO \"User\" VALUES (1, '12')",
        real: Real::Changes(&["SELECT CAST(age AS TEXT) FROM \"User\""]),
    },
    Hazard {
        id: "narrow-column-type",
        provider: Sqlite,
        schemas: Some([
            "enum Role {\n  admin\n  member\n}\n\nmodel User {\n  id   Int @id\n  role String\n}\n",
            "enum Role {\n  admin\n  member\n}\n\nmodel User {\n  id   Int @id\n  role Role\n}\n",
            "enum Role {\n  admin\n  member\n}\n\nmodel User {\n  id   Int @id\n  role String\n  next Role?\n}\n",
        ]),
        rows: "INSERT INTO \"User\" VALUES (1, 'nobody')",
        harmless: "INSERT INTO \"User\" VALUES (1, 'admin')",
        real: Real::UnknownValue("SELECT role FROM \"User\"", "nobody"),
    },
    Hazard {
        id: "narrow-column-type",
        provider: Sqlite,
        schemas: Some([
            "enum Role {\n  admin\n  member\n}\n\nmodel User {\n  id   Int @id\n  role Role\n}\n",
            "enum Level {\n  admin\n  guest\n}\n\nmodel User {\n  id   Int @id\n  role Level\n}\n",
            "enum Role {\n  admin\n  member\n}\n\nenum Level {\n  admin\n  guest\n}\n\nmodel User {\n  id   Int @id\n  role Role\n  next Level?\n}\n",
        ]),
        rows: "INSERT INTO \"User\" VALUES (1, 'member')",
        harmless: "INSERT INTO \"User\" VALUES (1, 'admin')",
        real: Real::UnknownValue("SELECT role FROM \"User\"", "member"),
    },
    Hazard {
        id: "narrow-column-type",
        provider: Postgresql,
        schemas: Some([
            "enum Role {\n  admin\n  member\n}\n\nmodel User {\n  id   Int @id\n  role String\n}\n",
            "enum Role {\n  admin\n  member\n}\n\nmodel User {\n  id   Int @id\n  role Role\n}\n",
            "enum Role {\n  admin\n  member\n}\n\nmodel User {\n  id   Int @id\n  role String\n  next Role?\n}\n",
        ]),
        rows: "INSERT INTO \"User\" VALUES (1, 'nobody')",
        harmless: "INSERT INTO \"User\" VALUES (1, 'admin')",
        real: Real::Fails("invalid input value for enum"),
    },
    Hazard {
        id: "narrow-column-type",
        provider: Postgresql,
        schemas: Some([
            "enum Role {\n  admin\n  member\n}\n\nenum Level {\n  admin\n  guest\n}\n\nmodel User {\n  id   Int @id\n  role Role\n}\n",
            "enum Role {\n  admin\n  member\n}\n\nenum Level {\n  admin\n  guest\n}\n\nmodel User {\n  id   Int @id\n  role Level\n}\n",
            "enum Role {\n  admin\n  member\n}\n\nenum Level {\n  admin\n  guest\n}\n\nmodel User {\n  id   Int @id\n  role Role\n  next Level?\n}\n",
        ]),
        rows: "INSERT INTO \"User\" VALUES (1, 'member')",
        harmless: "INSERT INTO \"User\" VALUES (1, 'admin')",
        real: Real::Fails("invalid input value for enum"),
    },
    Hazard {
        id: "narrow-column-type",
        provider: Postgresql,
        schemas: Some([
            "enum Role {\n  admin\n  member\n}\n\nmodel User {\n  id   Int @id\n  role String[]\n}\n",
            "enum Role {\n  admin\n  member\n}\n\nmodel User {\n  id   Int @id\n  role Role[]\n}\n",
            "enum Role {\n  admin\n  member\n}\n\nmodel User {\n  id   Int @id\n  role String[]\n  next Role[]\n}\n",
        ]),
        rows: "INSERT INTO \"User\" VALUES (1, '{admin,nobody}')",
        harmless: "INSERT INTO \"User\" VALUES (1, '{admin,member}'), (2, '{}')",
        real: Real::Fails("invalid input value for enum"),
    },
    hazard(
        "recreate-column",
        Postgresql,
        "INSERT INTO \"User\" VALUES (1, now())",
        "INSERT INTO \"User\" VALUES (1, NULL)",
        Real::Changes(&["SELECT CAST(count(seen) AS TEXT) FROM \"User\""]),
    ),
    hazard(
        "rebuild-table",
        Sqlite,
        "INSERT INTO posts VALUES (1, NULL)",
        "",
        Real::Changes(&["SELECT CAST(rootpage AS TEXT) FROM sqlite_schema WHERE name = 'posts'"]),
    ),
    hazard("require-column", Postgresql, NULLS, NO_NULLS, Real::Fails("contains null values")),
    hazard("require-column", Sqlite, NULLS, NO_NULLS, Real::Fails("NOT NULL constraint failed")),
    hazard("add-required-column", Postgresql, ONE_USER, "", Real::Fails("contains null values")),
    hazard("add-required-column", Sqlite, ONE_USER, "", Real::Fails("NOT NULL")),
    hazard(
        "add-unique",
        Postgresql,
        REPEATED,
        NO_NULLS,
        Real::Fails("could not create unique index"),
    ),
    hazard("add-unique", Sqlite, REPEATED, NO_NULLS, Real::Fails("UNIQUE constraint failed")),
    hazard(
        "add-foreign-key",
        Postgresql,
        ORPHAN,
        NO_ORPHAN,
        Real::Fails("violates foreign key constraint"),
    ),
    hazard("add-foreign-key", Sqlite, ORPHAN, NO_ORPHAN, Real::Fails("without a parent row")),
    hazard(
        "change-primary-key",
        Postgresql,
        ONE_TENANT,
        TWO_TENANTS,
        Real::Fails("could not create unique index"),
    ),
    hazard(
        "change-primary-key",
        Sqlite,
        ONE_TENANT,
        TWO_TENANTS,
        Real::Fails("UNIQUE constraint failed"),
    ),
    hazard(
        "possible-rename",
        Sqlite,
        "INSERT INTO \"User\" VALUES (1, 'a')",
        "",
        Real::Changes(&["SELECT name FROM \"User\""]),
    ),
    hazard(
        "breaks-old-application",
        Postgresql,
        "",
        "",
        Real::Changes(&["SELECT \"id\", \"name\" FROM \"User\""]),
    ),
    hazard(
        "breaks-new-application-before-deploy",
        Sqlite,
        "",
        "",
        // A name in double quotes that is no column is a string to SQLite.
        Real::Changes(&["SELECT id, name FROM \"User\""]),
    ),
    hazard(
        "changes-default",
        Postgresql,
        ONE_USER,
        "",
        Real::Changes(&[
            "INSERT INTO \"User\" (id) VALUES (2)",
            "SELECT string_agg(role, ',' ORDER BY id) FROM \"User\"",
        ]),
    ),
    hazard(
        "drops-default",
        Postgresql,
        "",
        "",
        Real::Changes(&["INSERT INTO \"User\" (id) VALUES (2)", "SELECT 'taken'"]),
    ),
    hazard(
        "drops-constraint",
        Postgresql,
        "",
        "",
        Real::Changes(&["INSERT INTO \"Post\" VALUES (1, 7)", "SELECT 'taken'"]),
    ),
    hazard(
        "drops-unique",
        Sqlite,
        "INSERT INTO \"User\" VALUES (1, 'a')",
        "",
        Real::Changes(&["INSERT INTO \"User\" VALUES (2, 'a')", "SELECT 'taken'"]),
    ),
    hazard(
        "drops-index",
        Postgresql,
        "",
        "",
        Real::Shows(
            &[
                "SET LOCAL enable_seqscan = off",
                "SET LOCAL enable_bitmapscan = off",
                "EXPLAIN SELECT id FROM \"Post\" WHERE title = 'a'",
            ],
            "Seq Scan",
        ),
    ),
    hazard(
        "drops-extension",
        Postgresql,
        "CREATE TABLE outside (name citext)",
        "",
        Real::Fails("cannot drop extension citext"),
    ),
    hazard("cascades-deletes", Postgresql, FAMILY, "", DELETED),
    hazard("cascades-deletes", Sqlite, FAMILY, "", DELETED),
    hazard(
        "assumes-utc",
        Postgresql,
        "INSERT INTO \"User\" VALUES (1, '2024-01-02 03:04:05')",
        "",
        Real::Shows(
            &[
                "SELECT (seen = timestamptz '2024-01-02 03:04:05+00' AND pg_typeof(seen) = 'timestamptz'::regtype)::text FROM \"User\"",
            ],
            "true",
        ),
    ),
    hazard(
        "needs-extension",
        Postgresql,
        "INSERT INTO \"User\" VALUES (1)",
        "",
        Real::Fails("type \"citext\" does not exist"),
    ),
    hazard(
        "changes-comparison",
        Postgresql,
        "INSERT INTO \"User\" VALUES (1, 'Ada')",
        "",
        Real::Changes(&["SELECT count(*)::text FROM \"User\" WHERE email = 'ada'"]),
    ),
    hazard(
        "reorders-enum",
        Postgresql,
        "INSERT INTO \"Task\" VALUES (1, 'low'), (2, 'high')",
        "",
        Real::Changes(&["SELECT string_agg(priority::text, ',' ORDER BY priority) FROM \"Task\""]),
    ),
    hazard(
        "blocks-reads-and-writes",
        Postgresql,
        "",
        "",
        Real::Changes(&["SELECT relfilenode::text FROM pg_class WHERE relname = 'User'"]),
    ),
    hazard("blocks-writes", Postgresql, "", "", Real::Locks(&[("User", "ShareLock")])),
    hazard(
        "rewrites-table",
        Postgresql,
        "",
        "",
        Real::Changes(&["SELECT relfilenode::text FROM pg_class WHERE relname = 'User'"]),
    ),
    hazard(
        "volatile-default",
        Postgresql,
        ONE_USER,
        "",
        Real::Changes(&["SELECT relfilenode::text FROM pg_class WHERE relname = 'User'"]),
    ),
    hazard(
        "locks-other-table",
        Postgresql,
        "",
        "",
        Real::Locks(&[("User", "ShareRowExclusiveLock")]),
    ),
    hazard(
        "many-locks-in-one-transaction",
        Postgresql,
        "",
        "",
        Real::Locks(&[
            ("User", "AccessExclusiveLock"),
            ("Post", "AccessExclusiveLock"),
            ("Tag", "AccessExclusiveLock"),
        ]),
    ),
    hazard(
        "enum-value-unusable-until-commit",
        Postgresql,
        "",
        "",
        Real::FailsBeforeCommit("INSERT INTO \"User\" VALUES (1, 'member')", "55P04"),
    ),
    hazard(
        "unindexed-foreign-key",
        Postgresql,
        "",
        "",
        Real::Shows(
            &[
                "SET LOCAL enable_seqscan = off",
                "SET LOCAL enable_bitmapscan = off",
                "EXPLAIN SELECT 1 FROM \"Post\" WHERE \"authorId\" = 1",
            ],
            "Seq Scan",
        ),
    ),
    hazard(
        "sequence-left-behind",
        Postgresql,
        "",
        "",
        Real::Shows(&["SELECT pg_get_serial_sequence('people', 'id')"], "users_id_seq"),
    ),
    hazard(
        "json-instead-of-jsonb",
        Postgresql,
        "",
        "",
        Real::Shows(
            &["SELECT id::text FROM \"User\" WHERE facts = facts"],
            "operator does not exist",
        ),
    ),
    hazard(
        "identifier-truncated",
        Postgresql,
        "",
        "",
        Real::Shows(
            &["SELECT indexname::text FROM pg_indexes WHERE length(indexname) = 63"],
            "measurements_of_the_weather_station_relative_humidity",
        ),
    ),
];
