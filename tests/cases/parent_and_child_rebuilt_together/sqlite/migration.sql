-- To run this by hand: sqlite3 -bail <db> < migration.sql
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;

-- Rebuild table Post: SQLite cannot change column title or change foreign key Post_authorId_fkey in place
CREATE TABLE "_new_Post" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "title" TEXT,
    "authorId" INTEGER NOT NULL,
    CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
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

-- Rebuild table User: SQLite cannot change column name in place
CREATE TABLE "_new_User" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT
);
INSERT INTO "_new_User" ("id", "name")
SELECT "id", "name"
FROM "User";
DELETE FROM "sqlite_sequence" WHERE "name" = '_new_User';
INSERT INTO "sqlite_sequence" ("name", "seq")
SELECT '_new_User', "seq"
FROM "sqlite_sequence"
WHERE "name" = 'User';
DROP TABLE "User";
ALTER TABLE "_new_User" RENAME TO "User";

COMMIT;
PRAGMA foreign_keys=ON;
