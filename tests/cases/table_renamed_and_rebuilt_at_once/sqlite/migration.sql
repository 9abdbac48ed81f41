-- To run this by hand: sqlite3 -bail <db> < migration.sql
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;

-- Rename table User to users
ALTER TABLE "User" RENAME TO "users";

-- Rename column users.name to full_name
ALTER TABLE "users" RENAME COLUMN "name" TO "full_name";

-- Rebuild table users: SQLite cannot change column full_name in place
CREATE TABLE "_new_users" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "full_name" TEXT NOT NULL
);
INSERT INTO "_new_users" ("id", "full_name")
SELECT "id", "full_name"
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
