-- To run this by hand: sqlite3 -bail <db> < migration.sql
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;

-- Rebuild table User: SQLite cannot add column created with a computed default, change column name or change column age in place
CREATE TABLE "_new_User" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "age" BIGINT NOT NULL DEFAULT 0,
    "email" TEXT NOT NULL,
    "created" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "note" TEXT
);
INSERT INTO "_new_User" ("id", "name", "age", "email")
SELECT "id", "name", "age", "email"
FROM "User";
DELETE FROM "sqlite_sequence" WHERE "name" = '_new_User';
INSERT INTO "sqlite_sequence" ("name", "seq")
SELECT '_new_User', "seq"
FROM "sqlite_sequence"
WHERE "name" = 'User';
DROP TABLE "User";
ALTER TABLE "_new_User" RENAME TO "User";
CREATE UNIQUE INDEX "User_email_key" ON "User" ("email");

COMMIT;
PRAGMA foreign_keys=ON;
