-- To run this by hand: sqlite3 -bail <db> < migration.sql
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;

-- Rebuild table users: SQLite cannot change column meta in place
CREATE TABLE "_new_users" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "meta" BLOB
);
INSERT INTO "_new_users" ("id", "meta")
SELECT "id", CAST("meta" AS BLOB)
FROM "users";
DELETE FROM "sqlite_sequence" WHERE "name" = '_new_users';
INSERT INTO "sqlite_sequence" ("name", "seq")
SELECT '_new_users', "seq"
FROM "sqlite_sequence"
WHERE "name" = 'users';
DROP TABLE "users";
ALTER TABLE "_new_users" RENAME TO "users";

COMMIT;
PRAGMA foreign_keys=ON;
