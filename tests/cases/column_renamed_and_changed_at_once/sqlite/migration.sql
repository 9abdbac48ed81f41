-- To run this by hand: sqlite3 -bail <db> < migration.sql
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;

-- Rename table User to people
ALTER TABLE "User" RENAME TO "people";

-- Rename column people.age to years
ALTER TABLE "people" RENAME COLUMN "age" TO "years";

-- Rebuild table people: SQLite cannot change column years in place
CREATE TABLE "_new_people" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "years" BIGINT NOT NULL DEFAULT 0
);
INSERT INTO "_new_people" ("id", "years")
SELECT "id", "years"
FROM "people";
DELETE FROM "sqlite_sequence" WHERE "name" = '_new_people';
INSERT INTO "sqlite_sequence" ("name", "seq")
SELECT '_new_people', "seq"
FROM "sqlite_sequence"
WHERE "name" = 'people';
DROP TABLE "people";
ALTER TABLE "_new_people" RENAME TO "people";

COMMIT;
PRAGMA foreign_keys=ON;
