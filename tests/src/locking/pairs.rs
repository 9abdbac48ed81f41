//! Small pairs of schemas, one for each kind of statement and each condition that changes its locks
//! or its work; what no case of `tests/cases` reaches, or not by itself.

use crate::case::with_provider;
use crate::planning::Migration;
use planner_core::provider::Provider;

/// One pair.
#[derive(Debug, Clone, Copy)]
pub struct Pair {
    /// What it shows.
    pub name: &'static str,
    /// The schema before.
    pub before: &'static str,
    /// The schema after.
    pub after: &'static str,
    /// Rename hints.
    pub hints: &'static [&'static str],
}

impl Pair {
    /// As it is planned.
    pub fn migration(&self) -> Migration {
        let provider = Provider::Postgresql;
        Migration {
            provider,
            before: Some(with_provider(self.before, provider)),
            after: with_provider(self.after, provider),
            hints: self.hints.iter().map(|hint| (*hint).to_owned()).collect(),
        }
    }
}

const fn pair(name: &'static str, before: &'static str, after: &'static str) -> Pair {
    Pair { name, before, after, hints: &[] }
}

/// All of them.
pub const PAIRS: &[Pair] = &[
    pair(
        "default goes alone",
        "model A {\n id Int @id\n a Int @default(1)\n}\n",
        "model A {\n id Int @id\n a Int\n}\n",
    ),
    pair(
        "extension, schema and types appear",
        "model A {\n id Int @id\n}\n",
        "datasource db {\n provider = \"postgresql\"\n schemas = [\"public\", \"extra\"]\n extensions = [citext(schema: \"extra\")]\n}\nenum Role {\n a\n @@schema(\"extra\")\n}\nmodel A {\n id Int @id\n role Role?\n @@schema(\"public\")\n}\nmodel B {\n id Int @id\n @@schema(\"extra\")\n}\n",
    ),
    pair(
        "extension of a version updated and moved",
        "datasource db {\n provider = \"postgresql\"\n schemas = [\"public\", \"extra\"]\n extensions = [citext(version: \"1.4\", schema: \"public\")]\n}\nmodel A {\n id Int @id\n @@schema(\"public\")\n}\n",
        "datasource db {\n provider = \"postgresql\"\n schemas = [\"public\", \"extra\"]\n extensions = [citext(version: \"1.5\", schema: \"extra\")]\n}\nmodel A {\n id Int @id\n @@schema(\"public\")\n}\n",
    ),
    pair(
        "extension moved",
        "datasource db {\n provider = \"postgresql\"\n schemas = [\"public\", \"extra\"]\n extensions = [citext(schema: \"public\")]\n}\nmodel A {\n id Int @id\n @@schema(\"public\")\n}\n",
        "datasource db {\n provider = \"postgresql\"\n schemas = [\"public\", \"extra\"]\n extensions = [citext(schema: \"extra\")]\n}\nmodel A {\n id Int @id\n @@schema(\"public\")\n}\n",
    ),
    pair(
        "extension updated and another dropped",
        "datasource db {\n provider = \"postgresql\"\n extensions = [citext(version: \"1.4\"), hstore]\n}\nmodel A {\n id Int @id\n}\n",
        "datasource db {\n provider = \"postgresql\"\n extensions = [citext(version: \"1.5\")]\n}\nmodel A {\n id Int @id\n}\n",
    ),
    pair(
        "enum and table moved to another schema",
        "datasource db {\n provider = \"postgresql\"\n schemas = [\"public\", \"audit\"]\n}\nenum Role {\n a\n b\n @@schema(\"public\")\n}\nmodel A {\n id Int @id @default(autoincrement())\n role Role\n bs B[]\n @@index([role])\n @@schema(\"public\")\n}\nmodel B {\n id Int @id\n aId Int\n a A @relation(fields: [aId], references: [id])\n @@schema(\"public\")\n}\n",
        "datasource db {\n provider = \"postgresql\"\n schemas = [\"public\", \"audit\"]\n}\nenum Role {\n a\n b\n @@schema(\"audit\")\n}\nmodel A {\n id Int @id @default(autoincrement())\n role Role\n bs B[]\n @@index([role])\n @@schema(\"audit\")\n}\nmodel B {\n id Int @id\n aId Int\n a A @relation(fields: [aId], references: [id])\n @@schema(\"public\")\n}\n",
    ),
    pair(
        "default and requirement changed, one at a time",
        "model A {\n id Int @id\n a Int\n b Int @default(1)\n c Int?\n d Int\n}\n",
        "model A {\n id Int @id\n a Int @default(2)\n b Int\n c Int\n d Int?\n}\n",
    ),
    pair(
        "columns added with and without a value",
        "model A {\n id Int @id\n}\n",
        "model A {\n id Int @id\n a Int?\n b String @default(\"x\")\n c DateTime @default(now())\n d String[] @default([\"x\", \"y\"])\n e String @default(dbgenerated(\"gen_random_uuid()\")) @db.Uuid\n f Int @default(autoincrement())\n g Decimal @default(1.5)\n h Json @default(\"{}\")\n i Bytes?\n j Float @default(dbgenerated(\"random()\"))\n k DateTime @default(dbgenerated(\"clock_timestamp()\"))\n l DateTime @default(dbgenerated(\"(now() + '1 day'::interval)\"))\n @@unique([f])\n}\n",
    ),
    pair(
        "text grows between two foreign keys",
        "model A {\n id String @id @db.VarChar(10)\n b B?\n}\nmodel B {\n id String @id @db.VarChar(10)\n a A @relation(fields: [id], references: [id])\n c C?\n}\nmodel C {\n id String @id @db.VarChar(10)\n b B @relation(fields: [id], references: [id])\n}\n",
        "model A {\n id String @id @db.VarChar(10)\n b B?\n}\nmodel B {\n id String @id @db.VarChar(20)\n a A @relation(fields: [id], references: [id])\n c C?\n}\nmodel C {\n id String @id @db.VarChar(10)\n b B @relation(fields: [id], references: [id])\n}\n",
    ),
    pair(
        "text shrinks between two foreign keys",
        "model A {\n id String @id @db.VarChar(20)\n b B?\n}\nmodel B {\n id String @id @db.VarChar(20)\n a A @relation(fields: [id], references: [id])\n c C?\n}\nmodel C {\n id String @id @db.VarChar(20)\n b B @relation(fields: [id], references: [id])\n}\n",
        "model A {\n id String @id @db.VarChar(20)\n b B?\n}\nmodel B {\n id String @id @db.VarChar(10)\n a A @relation(fields: [id], references: [id])\n c C?\n}\nmodel C {\n id String @id @db.VarChar(20)\n b B @relation(fields: [id], references: [id])\n}\n",
    ),
    pair(
        "number grows between two foreign keys",
        "model A {\n id Int @id @db.SmallInt\n b B?\n}\nmodel B {\n id Int @id @db.SmallInt\n a A @relation(fields: [id], references: [id])\n c C?\n}\nmodel C {\n id Int @id @db.SmallInt\n b B @relation(fields: [id], references: [id])\n}\n",
        "model A {\n id Int @id @db.SmallInt\n b B?\n}\nmodel B {\n id Int @id\n a A @relation(fields: [id], references: [id])\n c C?\n}\nmodel C {\n id Int @id @db.SmallInt\n b B @relation(fields: [id], references: [id])\n}\n",
    ),
    pair(
        "text that refers to its own table grows and shrinks",
        "model A {\n id String @id @db.VarChar(10)\n up String? @db.VarChar(20)\n a A? @relation(\"up\", fields: [up], references: [id])\n as A[] @relation(\"up\")\n}\n",
        "model A {\n id String @id @db.VarChar(20)\n up String? @db.VarChar(10)\n a A? @relation(\"up\", fields: [up], references: [id])\n as A[] @relation(\"up\")\n}\n",
    ),
    pair(
        "text of a partial index grows between two foreign keys",
        "generator client {\n provider = \"prisma-client\"\n previewFeatures = [\"partialIndexes\"]\n}\nmodel A {\n id String @id @db.VarChar(10)\n b B?\n}\nmodel B {\n id String @id @db.VarChar(10)\n n Int\n a A @relation(fields: [id], references: [id])\n c C?\n @@index([id], where: raw(\"n > 0\"))\n}\nmodel C {\n id String @id @db.VarChar(10)\n b B @relation(fields: [id], references: [id])\n}\n",
        "generator client {\n provider = \"prisma-client\"\n previewFeatures = [\"partialIndexes\"]\n}\nmodel A {\n id String @id @db.VarChar(10)\n b B?\n}\nmodel B {\n id String @id @db.VarChar(20)\n n Int\n a A @relation(fields: [id], references: [id])\n c C?\n @@index([id], where: raw(\"n > 0\"))\n}\nmodel C {\n id String @id @db.VarChar(10)\n b B @relation(fields: [id], references: [id])\n}\n",
    ),
    pair(
        "types stored alike, with and without an index",
        "datasource db {\n provider = \"postgresql\"\n extensions = [citext]\n}\nmodel A {\n id Int @id\n a DateTime @db.Timestamp(6)\n b DateTime @db.Timestamp(6)\n c String @db.Citext\n d String @db.Citext\n e Decimal @db.Decimal(10, 2)\n f DateTime @db.Timestamp(3)\n g String @db.VarChar(10)\n h String[] @db.VarChar(10)\n i String[] @db.VarChar(10)\n j Int @db.Oid\n k Int @db.Oid\n l String @db.VarBit(4)\n m String @db.Bit(4)\n n String @db.Xml\n @@index([b])\n @@index([d])\n @@index([e])\n @@index([f])\n @@index([g])\n @@index([i], type: Gin)\n @@index([k])\n @@index([l])\n @@index([m])\n}\n",
        "datasource db {\n provider = \"postgresql\"\n extensions = [citext]\n}\nmodel A {\n id Int @id\n a DateTime @db.Timestamptz(6)\n b DateTime @db.Timestamptz(6)\n c String\n d String\n e Decimal @db.Decimal(12, 2)\n f DateTime @db.Timestamp(6)\n g String\n h String[] @db.VarChar\n i String[] @db.VarChar\n j Int\n k Int\n l String @db.VarBit(8)\n m String @db.VarBit\n n String\n @@index([b])\n @@index([d])\n @@index([e])\n @@index([f])\n @@index([g])\n @@index([i], type: Gin)\n @@index([k])\n @@index([l])\n @@index([m])\n}\n",
    ),
    pair(
        "types stored otherwise, with and without an index",
        "model A {\n id Int @id\n a Int\n b Int\n c String\n d DateTime @db.Timestamp(6)\n e Decimal @db.Decimal(10, 2)\n f Json\n g String @db.VarChar(20)\n h Int[]\n i Int\n j DateTime @db.Timestamptz(6)\n @@index([b])\n @@index([c])\n @@index([g], type: Hash)\n @@index([d, e])\n}\n",
        "model A {\n id Int @id\n a BigInt\n b BigInt\n c String @db.VarChar(10)\n d DateTime @db.Timestamp(3)\n e Decimal @db.Decimal(12, 4)\n f String\n g String @db.VarChar(10)\n h BigInt[]\n i Int[]\n j DateTime @db.Timestamp(3)\n @@index([b])\n @@index([c])\n @@index([g], type: Hash)\n @@index([d, e])\n}\n",
    ),
    pair(
        "enum replaced under defaults, lists and indexes",
        "enum Role {\n a\n b\n c\n}\nmodel A {\n id Int @id\n role Role @default(a)\n roles Role[] @default([a])\n @@index([role])\n}\nmodel B {\n id Int @id\n role Role?\n}\n",
        "enum Role {\n b\n a\n}\nmodel A {\n id Int @id\n role Role @default(a)\n roles Role[] @default([a])\n @@index([role])\n}\nmodel B {\n id Int @id\n role Role?\n}\n",
    ),
    pair(
        "enum renamed, values added and renamed, others made and dropped",
        "enum Role {\n a\n b\n}\nenum Mood {\n x\n}\nenum Gone {\n z\n}\nmodel A {\n id Int @id\n role Role\n mood Mood\n}\n",
        "enum Role {\n a\n b\n c\n @@map(\"roles\")\n}\nenum Mood {\n x @map(\"y\")\n}\nenum New {\n z\n}\nmodel A {\n id Int @id\n role Role\n mood Mood\n}\n",
    ),
    pair(
        "numbering begins and ends",
        "model A {\n id Int @id\n n Int\n}\nmodel B {\n id Int @id @default(autoincrement())\n}\nmodel C {\n id Int @id\n n Int\n}\nmodel D {\n id Int @id\n n Int\n @@index([n], type: Hash)\n}\nmodel E {\n a Int\n b Int\n @@id([a, b])\n}\n",
        "model A {\n id Int @id @default(autoincrement())\n n Int\n}\nmodel B {\n id Int @id\n}\nmodel C {\n id Int @id\n n Int @default(autoincrement())\n}\nmodel D {\n id Int @id\n n Int @default(autoincrement())\n @@index([n], type: Hash)\n}\nmodel E {\n a Int\n b Int @default(autoincrement())\n @@id([a, b])\n}\n",
    ),
    pair(
        "numbered column grows",
        "model A {\n id Int @id @default(autoincrement())\n bs B[]\n}\nmodel B {\n id Int @id @default(autoincrement())\n aId Int\n a A @relation(fields: [aId], references: [id])\n}\n",
        "model A {\n id BigInt @id @default(autoincrement())\n bs B[]\n}\nmodel B {\n id Int @id @default(autoincrement())\n aId BigInt\n a A @relation(fields: [aId], references: [id])\n}\n",
    ),
    pair(
        "primary key appears, changes and goes",
        "model A {\n id Int @unique\n}\nmodel B {\n id Int @id\n n Int\n}\nmodel C {\n id Int @id\n n Int @unique\n}\n",
        "model A {\n id Int @id\n}\nmodel B {\n id Int\n n Int\n @@id([n, id])\n}\nmodel C {\n id Int\n n Int @unique\n}\n",
    ),
    pair(
        "indexes of each method appear and go",
        "model A {\n id Int @id\n a Int\n b String[]\n c String\n d String\n e Int\n @@index([e])\n}\n",
        "model A {\n id Int @id\n a Int\n b String[]\n c String\n d String\n e Int\n @@unique([a])\n @@index([b], type: Gin)\n @@index([c], type: Hash)\n @@index([a], type: Brin)\n @@index([d], type: SpGist)\n}\n",
    ),
    pair(
        "names of indexes, keys and columns change",
        "model A {\n id Int @id(map: \"k1\")\n a Int @map(\"x\")\n bs B[]\n @@index([a], map: \"i1\")\n}\nmodel B {\n id Int @id\n aId Int\n a A @relation(fields: [aId], references: [id], map: \"f1\")\n}\n",
        "model A {\n id Int @id(map: \"k2\")\n a Int @map(\"y\")\n bs B[]\n @@index([a], map: \"i2\")\n}\nmodel B {\n id Int @id\n aId Int\n a A @relation(fields: [aId], references: [id], map: \"f2\")\n}\n",
    ),
    pair(
        "tables swap their names, columns and indexes along",
        "model A {\n id Int @id\n n Int @map(\"a\")\n m Int @map(\"b\")\n bs B[]\n @@index([n])\n @@map(\"a\")\n}\nmodel B {\n id Int @id\n aId Int\n a A @relation(fields: [aId], references: [id])\n @@index([aId])\n @@map(\"b\")\n}\n",
        "model A {\n id Int @id\n n Int @map(\"b\")\n m Int @map(\"a\")\n more Int?\n bs B[]\n @@index([n])\n @@map(\"b\")\n}\nmodel B {\n id Int @id\n aId Int\n more Int?\n a A @relation(fields: [aId], references: [id])\n @@index([aId])\n @@map(\"a\")\n}\n",
    ),
    pair(
        "tables that refer to each other in a ring of three go",
        "model A {\n id Int @id\n bId Int?\n b B? @relation(fields: [bId], references: [id])\n cs C[]\n}\nmodel B {\n id Int @id\n cId Int?\n c C? @relation(fields: [cId], references: [id])\n as A[]\n}\nmodel C {\n id Int @id\n aId Int?\n a A? @relation(fields: [aId], references: [id])\n bs B[]\n}\nmodel D {\n id Int @id\n}\n",
        "model D {\n id Int @id\n}\n",
    ),
    pair(
        "table of many keys goes, its parents stay",
        "model A {\n id Int @id\n cs C[]\n}\nmodel B {\n id Int @id\n cs C[]\n}\nmodel C {\n id Int @id @default(autoincrement())\n aId Int\n bId Int\n up Int?\n a A @relation(fields: [aId], references: [id])\n b B @relation(fields: [bId], references: [id])\n c C? @relation(\"up\", fields: [up], references: [id])\n cs C[] @relation(\"up\")\n}\n",
        "model A {\n id Int @id\n}\nmodel B {\n id Int @id\n}\n",
    ),
    pair(
        "foreign keys appear on old and new tables",
        "model A {\n id Int @id\n}\nmodel B {\n id Int @id\n aId Int\n up Int?\n}\n",
        "model A {\n id Int @id\n bs B[]\n cs C[]\n}\nmodel B {\n id Int @id\n aId Int\n up Int?\n cId Int?\n a A @relation(fields: [aId], references: [id])\n b B? @relation(\"up\", fields: [up], references: [id])\n bs B[] @relation(\"up\")\n c C? @relation(fields: [cId], references: [id])\n}\nmodel C {\n id Int @id\n aId Int\n a A @relation(fields: [aId], references: [id])\n bs B[]\n}\n",
    ),
    pair(
        "foreign keys go",
        "model A {\n id Int @id\n bs B[]\n}\nmodel B {\n id Int @id\n aId Int\n up Int?\n a A @relation(fields: [aId], references: [id])\n b B? @relation(\"up\", fields: [up], references: [id])\n bs B[] @relation(\"up\")\n}\n",
        "model A {\n id Int @id\n}\nmodel B {\n id Int @id\n aId Int\n up Int?\n}\n",
    ),
    pair(
        "columns of every use go",
        "model A {\n id Int @id\n a String\n b Int @default(autoincrement())\n c Int @unique\n d Json\n e Int\n @@index([e])\n}\n",
        "model A {\n id Int @id\n}\n",
    ),
];
