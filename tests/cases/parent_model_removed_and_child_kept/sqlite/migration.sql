-- To run this by hand: sqlite3 -bail <db> < migration.sql
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;

-- Drop table User
DROP TABLE "User";

-- Rebuild table Post: SQLite cannot drop foreign key Post_authorId_fkey in place
CREATE TABLE "_new_Post" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "title" TEXT NOT NULL,
    "authorId" INTEGER NOT NULL
);
INSERT INTO "_new_Post" ("id", "title", "authorId")
SELECT "id", "title", "authorId"
FROM "Post";
DELETE FROM "sqlite_sequence" WHERE "name" = '_new_Post';
INSERT INTO "sqlite_sequence" ("name", "seq")
SELECT '_new_Post', "seq"
FROM "sqlite_sequence"
WHERE "name" = 'Post';
DROP TABLE "Post";
ALTER TABLE "_new_Post" RENAME TO "Post";

COMMIT;
PRAGMA foreign_keys=ON;
