-- To run this by hand: sqlite3 -bail <db> < migration.sql
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;

-- Rebuild table User: SQLite cannot change column added, change column changed, change column removed or change column turned in place
CREATE TABLE "_new_User" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "added" TEXT NOT NULL DEFAULT 'x',
    "changed" INTEGER NOT NULL DEFAULT 2,
    "removed" BOOLEAN NOT NULL,
    "turned" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);
INSERT INTO "_new_User" ("id", "added", "changed", "removed", "turned")
SELECT "id", "added", "changed", "removed", "turned"
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
