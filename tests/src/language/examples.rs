//! Examples of the page that are run: what Prisma's releases do not agree about, and what only the
//! database refuses.

use crate::oracle::Version;
use planner_core::provider::Provider;

/// A schema that some release takes and another does not.
#[derive(Debug, Clone, Copy)]
pub struct Disagreement {
    /// What it is about.
    pub what: &'static str,
    /// The schema.
    pub schema: &'static str,
    /// Whether each release takes it, oldest first.
    pub taken: [bool; 3],
    /// Whether the question may be adapted to the release, as the oracle does with `url`.
    pub adapted: bool,
    /// The notice that it gets here, where it gets one.
    pub notice: Option<&'static str>,
    /// What is done here.
    pub here: &'static str,
}

impl Disagreement {
    /// Whether that release takes it.
    pub fn taken_by(&self, version: Version) -> bool {
        let [five, six, seven] = self.taken;
        match version {
            Version::Five => five,
            Version::Six => six,
            Version::Seven => seven,
        }
    }
}

/// All that are on the page.
pub const DISAGREEMENTS: [Disagreement; 9] = [
    Disagreement {
        what: "`url` in the datasource",
        schema: "datasource db {\n  provider = \"sqlite\"\n  url = \"file:dev.db\"\n}\n\nmodel A {\n  id Int @id\n}\n",
        taken: [true, true, false],
        adapted: false,
        notice: Some("url-in-schema"),
        here: "Read, with a notice. It is one of the places where the [URL](configuration.md#database-url) is looked for.",
    },
    Disagreement {
        what: "A datasource without `url`",
        schema: "datasource db {\n  provider = \"sqlite\"\n}\n\nmodel A {\n  id Int @id\n}\n",
        taken: [false, false, true],
        adapted: false,
        notice: None,
        here: "Read. A command that needs a database looks elsewhere for its URL.",
    },
    Disagreement {
        what: "`@id` in a view",
        schema: "generator client {\n  provider = \"prisma-client-js\"\n  previewFeatures = [\"views\"]\n}\n\ndatasource db {\n  provider = \"postgresql\"\n}\n\nmodel A {\n  id Int @id\n}\n\nview B {\n  id Int @id\n}\n",
        taken: [true, false, false],
        adapted: true,
        notice: Some("index-on-view"),
        here: "Read, with a notice: a view has no keys.",
    },
    Disagreement {
        what: "`/* … */` comments",
        schema: "datasource db {\n  provider = \"sqlite\"\n}\n\n/* a comment */\nmodel A {\n  id Int @id\n}\n",
        taken: [false, true, true],
        adapted: true,
        notice: None,
        here: "Read.",
    },
    Disagreement {
        what: "Letters beyond ASCII in names",
        schema: "datasource db {\n  provider = \"sqlite\"\n}\n\nmodel Größe {\n  id Int @id\n}\n",
        taken: [false, true, true],
        adapted: true,
        notice: None,
        here: "Read.",
    },
    Disagreement {
        what: "`schemas` without a preview feature",
        schema: "datasource db {\n  provider = \"postgresql\"\n  schemas = [\"shop\"]\n}\n\nmodel A {\n  id Int @id\n\n  @@schema(\"shop\")\n}\n",
        taken: [false, true, true],
        adapted: true,
        notice: None,
        here: "Read.",
    },
    Disagreement {
        what: "Partial indexes",
        schema: "generator client {\n  provider = \"prisma-client-js\"\n  previewFeatures = [\"partialIndexes\"]\n}\n\ndatasource db {\n  provider = \"postgresql\"\n}\n\nmodel A {\n  id Int @id\n  b  Boolean\n\n  @@index([id], where: { b: true })\n}\n",
        taken: [false, false, true],
        adapted: true,
        notice: Some("newer-language"),
        here: "Read, with the preview feature `partialIndexes` and a notice.",
    },
    Disagreement {
        what: "An object in a generator's setting",
        schema: "generator client {\n  provider = \"prisma-client-js\"\n  options = { a: 1 }\n}\n\ndatasource db {\n  provider = \"sqlite\"\n}\n\nmodel A {\n  id Int @id\n}\n",
        taken: [false, false, true],
        adapted: true,
        notice: Some("newer-language"),
        here: "Read, with a notice.",
    },
    Disagreement {
        what: "The preview feature `metrics`",
        schema: "generator client {\n  provider = \"prisma-client-js\"\n  previewFeatures = [\"metrics\"]\n}\n\ndatasource db {\n  provider = \"sqlite\"\n}\n\nmodel A {\n  id Int @id\n}\n",
        taken: [true, true, false],
        adapted: true,
        notice: Some("former-preview-feature"),
        here: "Read, with a notice: it is none any more.",
    },
];

/// Something that Prisma takes and a database refuses: a warning of check, refused when planned.
#[derive(Debug, Clone, Copy)]
pub struct Refusal {
    /// The diagnostic.
    pub id: &'static str,
    /// The provider.
    pub provider: Provider,
    /// What the database says to it.
    pub what: &'static str,
    /// The blocks, without a datasource.
    pub blocks: &'static str,
}

/// One that cannot be met: the language itself refuses lists on SQLite before the database does.
pub const NEVER_MET: [&str; 1] = ["list-not-supported"];

const fn postgresql(id: &'static str, what: &'static str, blocks: &'static str) -> Refusal {
    Refusal { id, provider: Provider::Postgresql, what, blocks }
}

const fn sqlite(id: &'static str, what: &'static str, blocks: &'static str) -> Refusal {
    Refusal { id, provider: Provider::Sqlite, what, blocks }
}

/// All that are on the page.
pub const REFUSALS: [Refusal; 22] = [
    sqlite(
        "duplicate-database-name",
        "Two tables of one name but for its case; SQLite does not tell them apart.",
        "model User {\n  id Int @id\n}\n\nmodel Member {\n  id Int @id\n\n  @@map(\"USER\")\n}\n",
    ),
    postgresql(
        "duplicate-database-name",
        "A table and an enum of one name: both are types.",
        "enum Role {\n  admin\n}\n\nmodel A {\n  id   Int  @id\n  role Role\n\n  @@map(\"Role\")\n}\n",
    ),
    sqlite(
        "duplicate-database-name",
        "Two indexes of one name but for its case.",
        "model A {\n  id Int @id\n  b  Int\n  c  Int\n\n  @@index([b], map: \"by\")\n  @@index([c], map: \"BY\")\n}\n",
    ),
    postgresql(
        "native-type-argument",
        "A length of zero.",
        "model A {\n  id   Int    @id\n  name String @db.VarChar(0)\n}\n",
    ),
    postgresql(
        "malformed-default",
        "A default that is no UUID.",
        "model A {\n  id  Int    @id\n  key String @default(\"none\") @db.Uuid\n}\n",
    ),
    postgresql(
        "malformed-default",
        "A default that is no address.",
        "model A {\n  id   Int    @id\n  host String @default(\"localhost\") @db.Inet\n}\n",
    ),
    sqlite(
        "default-is-no-expression",
        "A default in SQL that would end its statement, and begin another.",
        "model A {\n  id   Int    @id\n  name String @default(dbgenerated(\"1); DELETE FROM A; --\"))\n}\n",
    ),
    postgresql(
        "type-is-no-type",
        "A type in SQL that would end its statement.",
        "model A {\n  id   Int                           @id\n  area Unsupported(\"circle, b int\")?\n}\n",
    ),
    postgresql(
        "index-is-no-expression",
        "An operator class in SQL that would end its statement.",
        "model A {\n  id   Int    @id\n  name String\n\n  @@index([name(ops: raw(\"gin_trgm_ops), (id\"))], type: Gin)\n}\n",
    ),
    postgresql(
        "default-on-list",
        "A single value as the default of a list.",
        "model A {\n  id    Int        @id\n  times DateTime[] @default(now())\n}\n",
    ),
    postgresql(
        "default-not-a-list",
        "A function of the client, which makes a single value, as the default of a list.",
        "model A {\n  id   Int      @id\n  keys String[] @default(uuid())\n}\n",
    ),
    postgresql(
        "index-not-supported",
        "An index type that holds one column, over two.",
        "model A {\n  id Int @id\n  b  Int\n\n  @@index([id, b], type: Hash)\n}\n",
    ),
    postgresql(
        "index-not-supported",
        "An order in an index type that has none.",
        "model A {\n  id   Int  @id\n  data Json\n\n  @@index([data(sort: Desc)], type: Gin)\n}\n",
    ),
    postgresql(
        "operator-class-type",
        "An operator class for TEXT on CHAR.",
        "model A {\n  id   Int    @id\n  code String @db.Char(10)\n\n  @@index([code(ops: TextOps)], type: SpGist)\n}\n",
    ),
    postgresql(
        "invalid-operator-class",
        "An operator class without a name.",
        "model A {\n  id   Int    @id\n  name String\n\n  @@index([name(ops: raw(\"\"))], type: Gin)\n}\n",
    ),
    postgresql(
        "foreign-key-types",
        "A foreign key between types that do not compare.",
        "model A {\n  id  String @id @db.Uuid\n  all B[]\n}\n\nmodel B {\n  id  Int    @id\n  aId String @db.Text\n  a   A      @relation(fields: [aId], references: [id])\n}\n",
    ),
    postgresql(
        "references-partial-unique",
        "A foreign key to what is unique among some rows only (with the preview feature, on 7).",
        "generator client {\n  provider        = \"prisma-client-js\"\n  previewFeatures = [\"partialIndexes\"]\n}\n\nmodel A {\n  id   Int     @id\n  code Int\n  live Boolean\n  all  B[]\n\n  @@unique([code], where: { live: true })\n}\n\nmodel B {\n  id    Int @id\n  aCode Int\n  a     A   @relation(fields: [aCode], references: [code])\n}\n",
    ),
    postgresql(
        "empty-name",
        "A name without a letter.",
        "model A {\n  id Int @id\n  b  Int @map(\"\")\n}\n",
    ),
    postgresql(
        "enum-value-too-long",
        "A value of more than 63 bytes.",
        "enum Role {\n  admin @map(\"an administrator who may do everything that there is to be done here\")\n}\n\nmodel A {\n  id   Int  @id\n  role Role\n}\n",
    ),
    sqlite(
        "reserved-table",
        "A table with SQLite's own prefix.",
        "model A {\n  id Int @id\n\n  @@map(\"sqlite_a\")\n}\n",
    ),
    sqlite(
        "reserved-index",
        "An index with SQLite's own prefix.",
        "model A {\n  id Int @id\n  b  Int\n\n  @@index([b], map: \"sqlite_b\")\n}\n",
    ),
    postgresql(
        "reserved-table",
        "The table that comon keeps its history in.",
        "model History {\n  name String @id\n\n  @@map(\"_comon_orm_migrations\")\n}\n",
    ),
];

impl Refusal {
    /// The whole schema.
    pub fn schema(&self) -> String {
        format!("datasource db {{\n  provider = \"{}\"\n}}\n\n{}", self.provider, self.blocks)
    }
}
