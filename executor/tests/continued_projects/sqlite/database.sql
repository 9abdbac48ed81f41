CREATE TABLE "users" ("id" INTEGER PRIMARY KEY AUTOINCREMENT, "email" TEXT NOT NULL UNIQUE, "role" TEXT NOT NULL DEFAULT 'member', "created_at" TEXT NOT NULL DEFAULT 'now()', "visits" TEXT NOT NULL, "balance" REAL NOT NULL, "profile" TEXT, "legacy_code" TEXT);
CREATE TABLE "posts" ("id" TEXT PRIMARY KEY NOT NULL, "title" TEXT NOT NULL, "author_id" INTEGER NOT NULL, UNIQUE ("author_id", "title"), FOREIGN KEY ("author_id") REFERENCES "users" ("id"));
INSERT INTO "users" ("email", "role", "created_at", "visits", "balance") VALUES ('a@example.org', 'admin', '2023-05-01T12:00:00.000Z', '9007199254740993', 12.5), ('b@example.org', 'member', '2023-05-01T12:00:01.000Z', '7', 0.25);
INSERT INTO "posts" ("id", "title", "author_id") VALUES ('p1', 'First', 1), ('p2', 'Second', 2);
ALTER TABLE "users" ADD COLUMN "nickname" TEXT;
ALTER TABLE "users" DROP COLUMN "legacy_code";
CREATE TABLE "posts_new" ("id" TEXT PRIMARY KEY NOT NULL, "title" TEXT, "author_id" INTEGER NOT NULL, UNIQUE ("author_id", "title"), FOREIGN KEY ("author_id") REFERENCES "users" ("id"));
INSERT INTO "posts_new" SELECT * FROM "posts";
DROP TABLE "posts";
ALTER TABLE "posts_new" RENAME TO "posts";
CREATE TABLE "_comon_orm_migrations" (
  name TEXT PRIMARY KEY,
  applied_at TEXT NOT NULL,
  statement_count INTEGER NOT NULL,
  kind TEXT NOT NULL DEFAULT 'apply',
  target_name TEXT,
  provider TEXT,
  checksum TEXT,
  before_schema TEXT,
  after_schema TEXT
);
INSERT INTO "_comon_orm_migrations" (name, applied_at, statement_count, kind, target_name, provider, checksum, before_schema, after_schema) VALUES ('20230501100000_init', '2023-05-01T10:05:00.123456Z', 2, 'apply', NULL, 'sqlite', '954e6a013f7f4c880f345808b32591590e2906705c7ffbe6436a709761bad6ec', '', 'datasource db {
  provider = "sqlite"
  url = env("PROJECT_DATABASE_URL")
}

generator comon {
  provider = "comon_orm"
  output = "../lib/generated"
}

enum Role {
  admin
  member
}

model User {
  id Int @id @default(autoincrement())
  email String @unique
  role Role @default(member)
  createdAt DateTime @default(now()) @map("created_at")
  visits BigInt
  balance Decimal
  profile Json?
  legacyCode String? @map("legacy_code")
  posts Post[]

  @@map("users")
}

model Post {
  id String @id
  title String
  authorId Int @map("author_id")
  author User @relation(fields: [authorId], references: [id])

  @@unique([authorId, title])
  @@index([title])
  @@map("posts")
}
');
INSERT INTO "_comon_orm_migrations" (name, applied_at, statement_count, kind, target_name, provider, checksum, before_schema, after_schema) VALUES ('20230502100000_nickname', '2023-05-02T10:05:00.123456Z', 2, 'apply', NULL, 'sqlite', '7a64afade5fbc0233d2d21fd1e1016d3e42915df8beffaf90890f3afec56c3b6', 'model users {
  id Int @id @default(autoincrement())
  email String @unique
  role String @default("member")
  created_at String @default("now()")
  visits String
  balance Float
  profile String?
  legacy_code String? 
  posts posts[]
}

model posts {
  id String @id
  title String
  author_id Int
  users users @relation(fields: [author_id], references: [id], onDelete: NoAction, onUpdate: NoAction)

  @@unique([author_id, title])
}
', 'datasource db {
  provider = "sqlite"
  url = env("PROJECT_DATABASE_URL")
}

generator comon {
  provider = "comon_orm"
  output = "../lib/generated"
}

enum Role {
  admin
  member
}

model User {
  id Int @id @default(autoincrement())
  email String @unique
  role Role @default(member)
  createdAt DateTime @default(now()) @map("created_at")
  visits BigInt
  balance Decimal
  profile Json?
  nickname String?
  posts Post[]

  @@map("users")
}

model Post {
  id String @id
  title String
  authorId Int @map("author_id")
  author User @relation(fields: [authorId], references: [id])

  @@unique([authorId, title])
  @@index([title])
  @@map("posts")
}
');
INSERT INTO "_comon_orm_migrations" (name, applied_at, statement_count, kind, target_name, provider, checksum, before_schema, after_schema) VALUES ('20230503100000_untitled', '2023-05-03T10:05:00.123456Z', 1, 'apply', NULL, 'sqlite', '9ffe0435bc6fcd670ff3df3a5c7822eec1fd0376aaeaa0d69622176a06a2c4af', 'model users {
  id Int @id @default(autoincrement())
  email String @unique
  role String @default("member")
  created_at String @default("now()")
  visits String
  balance Float
  profile String?
  nickname String?
  posts posts[]
}

model posts {
  id String @id
  title String
  author_id Int
  users users @relation(fields: [author_id], references: [id], onDelete: NoAction, onUpdate: NoAction)

  @@unique([author_id, title])
}
', 'datasource db {
  provider = "sqlite"
  url = env("PROJECT_DATABASE_URL")
}

generator comon {
  provider = "comon_orm"
  output = "../lib/generated"
}

enum Role {
  admin
  member
}

model User {
  id Int @id @default(autoincrement())
  email String @unique
  role Role @default(member)
  createdAt DateTime @default(now()) @map("created_at")
  visits BigInt
  balance Decimal
  profile Json?
  nickname String?
  posts Post[]

  @@map("users")
}

model Post {
  id String @id
  title String?
  authorId Int @map("author_id")
  author User @relation(fields: [authorId], references: [id])

  @@unique([authorId, title])
  @@index([title])
  @@map("posts")
}
');
