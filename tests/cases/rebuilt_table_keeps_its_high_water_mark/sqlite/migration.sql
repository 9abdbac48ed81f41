-- To run this by hand: sqlite3 -bail <db> < migration.sql
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;

-- Rebuild table Empty: SQLite cannot change column name in place
CREATE TABLE "_new_Empty" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT
);
INSERT INTO "_new_Empty" ("id", "name")
SELECT "id", "name"
FROM "Empty";
DELETE FROM "sqlite_sequence" WHERE "name" = '_new_Empty';
INSERT INTO "sqlite_sequence" ("name", "seq")
SELECT '_new_Empty', "seq"
FROM "sqlite_sequence"
WHERE "name" = 'Empty';
DROP TABLE "Empty";
ALTER TABLE "_new_Empty" RENAME TO "Empty";

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
