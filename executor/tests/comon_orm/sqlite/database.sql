CREATE TABLE "users" ("id" INTEGER PRIMARY KEY AUTOINCREMENT, "email" TEXT NOT NULL UNIQUE, "name" TEXT, "created_at" TEXT NOT NULL);
CREATE TABLE "posts" ("id" INTEGER PRIMARY KEY AUTOINCREMENT, "title" TEXT NOT NULL, "author_id" INTEGER NOT NULL, FOREIGN KEY ("author_id") REFERENCES "users" ("id"));
INSERT INTO "users" ("email", "name", "created_at") VALUES ('a@example.org', 'Ada', '2023-05-03T00:00:00.000Z'), ('b@example.org', NULL, '2023-05-03T00:00:00.000Z');
INSERT INTO "posts" ("title", "author_id") VALUES ('First', 1), ('Second', 2);
CREATE TABLE "_comon_orm_migrations" (
  name TEXT PRIMARY KEY,
  applied_at TEXT NOT NULL,
  statement_count INTEGER NOT NULL,
  kind TEXT NOT NULL DEFAULT 'apply',
  target_name TEXT,
  provider TEXT,
  checksum TEXT,
  before_schema TEXT,
  after_schema TEXT,
  warnings TEXT,
  rebuild_required INTEGER NOT NULL DEFAULT 0
);
INSERT INTO "_comon_orm_migrations" VALUES ('20230501100000_init', '2023-05-01T10:05:00.000Z', 1, 'apply', NULL, 'sqlite', '20ec02fe943eaa235ddc4f98a93112c92a70b2e1cfb9403cbd82c511e665691a', '', 'datasource db {
  provider = "sqlite"
  url = env("PROJECT_DATABASE_URL")
}

generator comon {
  provider = "comon_orm"
  output = "../lib/generated"
}

model User {
  id Int @id @default(autoincrement())
  email String @unique
  name String?
  createdAt DateTime @map("created_at")

  @@map("users")
}
', '[]', 0);
INSERT INTO "_comon_orm_migrations" VALUES ('20230502100000_posts', '2023-05-02T10:05:00.000Z', 1, 'apply', NULL, 'sqlite', 'd0f3ffad609a61c290d657c21254036eac9ce1bd6f2a0bf82eab67ce301729a9', 'model users {
  id Int @id @default(autoincrement())
  email String @unique
  created_at String
}
', 'datasource db {
  provider = "sqlite"
  url = env("PROJECT_DATABASE_URL")
}

generator comon {
  provider = "comon_orm"
  output = "../lib/generated"
}

model User {
  id Int @id @default(autoincrement())
  email String @unique
  name String?
  createdAt DateTime @map("created_at")
  posts Post[]

  @@map("users")
}

model Post {
  id Int @id @default(autoincrement())
  title String
  authorId Int @map("author_id")
  author User @relation(fields: [authorId], references: [id], onDelete: NoAction, onUpdate: NoAction)

  @@map("posts")
}
', '[]', 0);
