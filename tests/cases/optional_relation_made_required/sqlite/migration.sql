-- To run this by hand: sqlite3 -bail <db> < migration.sql
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;

-- Rebuild table Post: SQLite cannot change column authorId or change foreign key Post_authorId_fkey in place
CREATE TABLE "_new_Post" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "authorId" INTEGER NOT NULL,
    CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "_new_Post" ("id", "authorId")
SELECT "id", "authorId"
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
