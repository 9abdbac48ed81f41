-- To run this by hand: sqlite3 -bail <db> < migration.sql
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;

-- Rebuild table Event: SQLite cannot change column count in place
CREATE TABLE "_new_Event" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "count" TEXT NOT NULL DEFAULT '3'
);
INSERT INTO "_new_Event" ("id", "count")
SELECT "id", "count"
FROM "Event";
DELETE FROM "sqlite_sequence" WHERE "name" = '_new_Event';
INSERT INTO "sqlite_sequence" ("name", "seq")
SELECT '_new_Event', "seq"
FROM "sqlite_sequence"
WHERE "name" = 'Event';
DROP TABLE "Event";
ALTER TABLE "_new_Event" RENAME TO "Event";

COMMIT;
PRAGMA foreign_keys=ON;
