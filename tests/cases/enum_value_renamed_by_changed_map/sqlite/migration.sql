-- To run this by hand: sqlite3 -bail <db> < migration.sql
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;

-- Rebuild table User: SQLite cannot change column role in place
CREATE TABLE "_new_User" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "role" TEXT NOT NULL DEFAULT 'administrator'
);
INSERT INTO "_new_User" ("id", "role")
SELECT "id", CASE "role" WHEN 'admin' THEN 'administrator' ELSE "role" END
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
