-- To run this by hand: sqlite3 -bail <db> < migration.sql
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;

-- Rebuild table posts: SQLite cannot change foreign key posts_author_id_fkey in place
CREATE TABLE "_new_posts" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "title" TEXT NOT NULL,
    "author_id" INTEGER NOT NULL,
    CONSTRAINT "posts_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "_new_posts" ("id", "title", "author_id")
SELECT "id", "title", "author_id"
FROM "posts";
DELETE FROM "sqlite_sequence" WHERE "name" = '_new_posts';
INSERT INTO "sqlite_sequence" ("name", "seq")
SELECT '_new_posts', "seq"
FROM "sqlite_sequence"
WHERE "name" = 'posts';
DROP TABLE "posts";
ALTER TABLE "_new_posts" RENAME TO "posts";
CREATE INDEX "posts_author_id_idx" ON "posts" ("author_id");

COMMIT;
PRAGMA foreign_keys=ON;
