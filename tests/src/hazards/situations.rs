//! Changes over rows at risk, with the ways in SQL that their warnings have. Data only.

use super::safer::Situation;
use planner_core::provider::Provider::{self, Postgresql, Sqlite};
use planner_core::safer::SaferKind::{Instead, Keep, Look, Repair};

const BOTH: &[Provider] = &[Postgresql, Sqlite];

/// What most have neither of: a value that a person writes, and a question afterwards.
const PLAIN: Situation = Situation {
    rule: "",
    databases: &[],
    schemas: [""; 2],
    rows: "",
    value: "",
    kinds: &[],
    shows: None,
};

/// All of them: each gating rule with a way on each database that it is about, and each notice with one.
pub const SITUATIONS: &[Situation] = &[
    Situation {
        rule: "drop-column",
        databases: BOTH,
        schemas: [
            "model User {\n  id   Int @id\n  code String?\n}\n",
            "model User {\n  id   Int @id\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (1, 'x'), (2, NULL), (3, 'y')",
        kinds: &[Keep],
        ..PLAIN
    },
    Situation {
        rule: "drop-table",
        databases: BOTH,
        schemas: [
            "model User {\n  id   Int @id\n}\n\nmodel Post {\n  id   Int @id\n  name String\n}\n",
            "model User {\n  id   Int @id\n}\n",
        ],
        rows: "INSERT INTO \"Post\" VALUES (1, 'a'), (2, 'b')",
        kinds: &[Keep],
        ..PLAIN
    },
    Situation {
        rule: "remove-enum-value",
        databases: BOTH,
        schemas: [
            "enum Role {\n  admin\n  member\n  guest\n  bot\n}\n\nmodel User {\n  id   Int @id\n  role Role @default(member)\n}\n",
            "enum Role {\n  admin\n  member\n}\n\nmodel User {\n  id   Int @id\n  role Role @default(member)\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (1, 'admin'), (2, 'guest'), (3, 'bot')",
        value: "'member'",
        kinds: &[Repair],
        ..PLAIN
    },
    Situation {
        rule: "require-column",
        databases: BOTH,
        schemas: [
            "model User {\n  id   Int @id\n  name String?\n  email String?\n}\n",
            "model User {\n  id   Int @id\n  name String\n  email String?\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (1, 'a', NULL), (2, NULL, NULL)",
        value: "'nobody'",
        kinds: &[Repair],
        ..PLAIN
    },
    Situation {
        rule: "add-required-column",
        databases: BOTH,
        schemas: [
            "model User {\n  id   Int @id\n  name String\n}\n",
            "model User {\n  id   Int @id\n  name String\n  age Int\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (1, 'a'), (2, 'b')",
        value: "42",
        kinds: &[Instead],
        shows: Some(("SELECT CAST(min(age) + max(age) AS TEXT) FROM \"User\"", "84")),
    },
    Situation {
        rule: "add-required-column",
        databases: BOTH,
        schemas: [
            "model User {\n  id   Int @id\n  name String\n}\n",
            "model User {\n  id   Int @id\n  name String\n  age Int\n  note String?\n  code String\n  rank Int @default(1)\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (1, 'a')",
        value: "7",
        kinds: &[Instead],
        shows: Some(("SELECT CAST(age AS TEXT) || CAST(code AS TEXT) FROM \"User\"", "77")),
    },
    Situation {
        rule: "add-unique",
        databases: BOTH,
        schemas: [
            "model User {\n  id   Int @id\n  email String\n  createdAt DateTime @default(now())\n}\n",
            "model User {\n  id   Int @id\n  email String @unique\n  createdAt DateTime @default(now())\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (1, 'a', '2024-01-01 00:00:00'), (2, 'a', '2024-01-02 00:00:00'), (3, 'b', '2024-01-03 00:00:00'), (4, 'a', '2024-01-02 00:00:00')",
        kinds: &[Look, Repair],
        ..PLAIN
    },
    Situation {
        rule: "add-unique",
        databases: &[Postgresql],
        schemas: [
            "model User {\n  id   Int @id @default(autoincrement())\n  email String?\n}\n",
            "model User {\n  id   Int @id @default(autoincrement())\n  email String? @unique\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (1, 'a'), (2, 'a'), (3, NULL), (4, NULL)",
        kinds: &[Look, Repair],
        ..PLAIN
    },
    Situation {
        rule: "add-unique",
        databases: BOTH,
        schemas: [
            "model User {\n  id   Int @id\n  email String\n  tenant Int\n}\n",
            "model User {\n  id   Int @id\n  email String\n  tenant Int\n\n  @@unique([tenant, email])\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (1, 'a', 5), (2, 'a', 5), (3, 'a', 6)",
        kinds: &[Look],
        ..PLAIN
    },
    Situation {
        rule: "add-foreign-key",
        databases: BOTH,
        schemas: [
            "model User {\n  id   Int @id\n}\n\nmodel Post {\n  id       Int @id\n  authorId Int?\n}\n",
            "model User {\n  id   Int @id\n  posts Post[]\n}\n\nmodel Post {\n  id       Int @id\n  authorId Int?\n  author   User? @relation(fields: [authorId], references: [id])\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (1); INSERT INTO \"Post\" VALUES (1, 1), (2, 7), (3, 8)",
        kinds: &[Look, Repair],
        ..PLAIN
    },
    Situation {
        rule: "add-foreign-key",
        databases: BOTH,
        schemas: [
            "model User {\n  id   Int @id\n}\n\nmodel Post {\n  id       Int @id\n  authorId Int\n}\n",
            "model User {\n  id   Int @id\n  posts Post[]\n}\n\nmodel Post {\n  id       Int @id\n  authorId Int\n  author   User @relation(fields: [authorId], references: [id])\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (1); INSERT INTO \"Post\" VALUES (1, 1), (2, 7), (3, 8)",
        kinds: &[Look, Repair],
        ..PLAIN
    },
    Situation {
        rule: "change-primary-key",
        databases: BOTH,
        schemas: [
            "model User {\n  id   Int @id\n  tenant Int\n  createdAt DateTime @default(now())\n}\n",
            "model User {\n  id     Int\n  tenant Int\n  createdAt DateTime @default(now())\n\n  @@id([tenant])\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (1, 5, '2024-01-01 00:00:00'), (2, 5, '2024-01-02 00:00:00'), (3, 6, '2024-01-02 00:00:00')",
        kinds: &[Look, Repair],
        ..PLAIN
    },
    Situation {
        rule: "change-primary-key",
        databases: BOTH,
        schemas: [
            "model User {\n  id   Int @id\n  tenant Int?\n}\n",
            "model User {\n  id     Int\n  tenant Int\n\n  @@id([tenant])\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (1, NULL), (2, 6), (3, 6)",
        kinds: &[Look, Look],
        ..PLAIN
    },
    Situation {
        rule: "add-unique",
        databases: &[Sqlite],
        schemas: [
            "model User {\n  id   Int @id @default(autoincrement())\n  email String?\n}\n",
            "model User {\n  id   Int @id @default(autoincrement())\n  email String? @unique\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (1, 'a'), (2, 'a'), (3, NULL), (4, NULL)",
        kinds: &[Look],
        ..PLAIN
    },
    Situation {
        rule: "remove-enum-value",
        databases: &[Postgresql],
        schemas: [
            "enum Role {\n  admin\n  guest\n}\n\nmodel User {\n  id   Int @id\n  roles Role[]\n}\n",
            "enum Role {\n  admin\n}\n\nmodel User {\n  id   Int @id\n  roles Role[]\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (1, '{admin}'), (2, '{guest,admin,guest}')",
        value: "'admin'",
        kinds: &[Repair],
        ..PLAIN
    },
    Situation {
        rule: "narrow-column-type",
        databases: &[Postgresql],
        schemas: [
            "model User {\n  id   Int @id\n  age BigInt\n}\n",
            "model User {\n  id   Int @id\n  age Int\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (1, 5000000000), (2, 5)",
        value: "7",
        kinds: &[Look, Keep, Repair],
        ..PLAIN
    },
    Situation {
        rule: "narrow-column-type",
        databases: &[Postgresql],
        schemas: [
            "model User {\n  id   Int @id\n  name String? @db.VarChar(10)\n}\n",
            "model User {\n  id   Int @id\n  name String? @db.VarChar(5)\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (1, 'abcdefg'), (2, 'abc'), (3, NULL)",
        value: "'abcde'",
        kinds: &[Look, Keep, Repair],
        ..PLAIN
    },
    Situation {
        rule: "narrow-column-type",
        databases: &[Postgresql],
        schemas: [
            "enum Role {\n  admin\n}\n\nmodel User {\n  id   Int @id\n  role String\n  other Role?\n}\n",
            "enum Role {\n  admin\n}\n\nmodel User {\n  id   Int @id\n  role Role\n  other Role?\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (1, 'admin'), (2, 'boss')",
        value: "'admin'",
        kinds: &[Look, Repair],
        ..PLAIN
    },
    Situation {
        rule: "narrow-column-type",
        databases: &[Sqlite],
        schemas: [
            "model User {\n  id   Int @id\n  age String\n}\n",
            "model User {\n  id   Int @id\n  age Int\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (1, '12'), (2, 'many')",
        value: "'7'",
        kinds: &[Look, Keep, Repair],
        ..PLAIN
    },
    Situation {
        rule: "narrow-column-type",
        databases: &[Sqlite],
        schemas: [
            "enum Role {\n  admin\n}\n\nmodel User {\n  id   Int @id\n  role String\n  other Role?\n}\n",
            "enum Role {\n  admin\n}\n\nmodel User {\n  id   Int @id\n  role Role\n  other Role?\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (1, 'admin', NULL), (2, 'boss', NULL)",
        value: "'admin'",
        kinds: &[Look, Repair],
        ..PLAIN
    },
    Situation {
        rule: "recreate-column",
        databases: &[Postgresql],
        schemas: [
            "model User {\n  id   Int @id\n  seen DateTime?\n}\n",
            "model User {\n  id   Int @id\n  seen Bytes?\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (1, '2024-01-02 03:04:05'), (2, NULL)",
        kinds: &[Keep],
        ..PLAIN
    },
    Situation {
        rule: "blocks-writes",
        databases: &[Postgresql],
        schemas: [
            "model User {\n  id   Int @id\n  email String\n}\n",
            "model User {\n  id   Int @id\n  email String\n\n  @@index([email(sort: Desc)])\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (1, 'a'), (2, 'b')",
        kinds: &[Instead],
        ..PLAIN
    },
    Situation {
        rule: "blocks-writes",
        databases: &[Postgresql],
        schemas: [
            "model User {\n  id   Int @id\n  email String\n}\n",
            "model User {\n  id   Int @id\n  email String @unique\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (1, 'a'), (2, 'b')",
        kinds: &[Instead],
        ..PLAIN
    },
    Situation {
        rule: "blocks-writes",
        databases: &[Postgresql],
        schemas: [
            "model User {\n  id   Int @id\n}\n\nmodel Post {\n  id       Int @id\n  authorId Int\n}\n",
            "model User {\n  id   Int @id\n  posts Post[]\n}\n\nmodel Post {\n  id       Int @id\n  authorId Int\n  author   User @relation(fields: [authorId], references: [id])\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (1); INSERT INTO \"Post\" VALUES (1, 1)",
        kinds: &[Instead],
        ..PLAIN
    },
    Situation {
        rule: "blocks-reads-and-writes",
        databases: &[Postgresql],
        schemas: [
            "model User {\n  id   Int @id\n  name String?\n}\n",
            "model User {\n  id   Int @id\n  name String\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (1, 'a'), (2, 'b')",
        kinds: &[Instead],
        ..PLAIN
    },
    Situation {
        rule: "blocks-reads-and-writes",
        databases: &[Postgresql],
        schemas: [
            "model User {\n  id   Int @id\n  name String?\n  note String?\n}\n",
            "model User {\n  id   Int @id\n  name String @default(\"x\")\n  note String\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (1, 'a', 'b')",
        kinds: &[Instead],
        ..PLAIN
    },
    Situation {
        rule: "blocks-reads-and-writes",
        databases: &[Postgresql],
        schemas: [
            "model User {\n  id   Int @id\n  tenant Int\n}\n",
            "model User {\n  id     Int\n  tenant Int\n\n  @@id([tenant, id])\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (1, 5), (2, 5)",
        kinds: &[Instead],
        ..PLAIN
    },
    Situation {
        rule: "blocks-reads-and-writes",
        databases: &[Postgresql],
        schemas: [
            "model User {\n  id   Int @id\n  age Int\n}\n",
            "model User {\n  id   Int @id\n  age BigInt\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (-1, 5), (2, 6)",
        kinds: &[Instead],
        shows: Some(("SELECT sum(age)::text FROM \"User\"", "11")),
        ..PLAIN
    },
    Situation {
        rule: "rewrites-table",
        databases: &[Postgresql],
        schemas: [
            "model User {\n  id   String @id\n  age Int @default(3)\n}\n",
            "model User {\n  id   String @id\n  age Decimal @default(4)\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES ('a', 5), ('b', 6)",
        kinds: &[Instead],
        shows: Some(("SELECT sum(age)::text FROM \"User\"", "11")),
        ..PLAIN
    },
    Situation {
        rule: "rewrites-table",
        databases: &[Postgresql],
        schemas: [
            "model User {\n  id   Int @id\n  facts Json? @db.JsonB\n}\n",
            "model User {\n  id   Int @id\n  facts String?\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (1, '{\"a\": 1}'), (2, NULL)",
        kinds: &[Instead],
        shows: Some(("SELECT string_agg(facts, '') FROM \"User\"", "a")),
        ..PLAIN
    },
    Situation {
        rule: "rewrites-table",
        databases: &[Postgresql],
        schemas: [
            "model User {\n  id   Int @id\n  age Int\n\n  @@index([age])\n}\n",
            "model User {\n  id   Int @id\n  age BigInt\n\n  @@index([age])\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (1, 5)",
        ..PLAIN
    },
    Situation {
        rule: "volatile-default",
        databases: &[Postgresql],
        schemas: [
            "model User {\n  id   Int @id\n}\n",
            "model User {\n  id   Int @id\n  token String @default(dbgenerated(\"gen_random_uuid()\")) @db.Uuid\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (1), (2), (-3)",
        kinds: &[Instead],
        shows: Some(("SELECT count(DISTINCT token)::text FROM \"User\"", "3")),
        ..PLAIN
    },
    Situation {
        rule: "volatile-default",
        databases: &[Postgresql],
        schemas: [
            "model User {\n  id   String @id\n}\n",
            "model User {\n  id   String @id\n  token String? @default(dbgenerated(\"gen_random_uuid()\")) @db.Uuid\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES ('a'), ('b')",
        kinds: &[Instead],
        shows: Some(("SELECT count(DISTINCT token)::text FROM \"User\"", "2")),
        ..PLAIN
    },
    Situation {
        rule: "assumes-utc",
        databases: &[Postgresql],
        schemas: [
            "model User {\n  id   Int @id\n  seen DateTime\n}\n",
            "model User {\n  id   Int @id\n  seen DateTime @db.Timestamptz(3)\n}\n",
        ],
        rows: "INSERT INTO \"User\" VALUES (1, '2024-01-02 03:04:05')",
        value: "'Europe/Berlin'",
        kinds: &[Instead],
        shows: Some((
            "SELECT (seen = timestamptz '2024-01-02 02:04:05+00')::text FROM \"User\"",
            "true",
        )),
    },
];
