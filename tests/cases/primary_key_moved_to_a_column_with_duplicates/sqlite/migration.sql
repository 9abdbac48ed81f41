-- To run this by hand: sqlite3 -bail <db> < migration.sql
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;

-- Rebuild table User: SQLite cannot change column id or change a primary key in place
CREATE TABLE "_new_User" (
    "id" INTEGER NOT NULL,
    "email" TEXT NOT NULL PRIMARY KEY
);
INSERT INTO "_new_User" ("id", "email")
SELECT "id", "email"
FROM "User";
DROP TABLE "User";
ALTER TABLE "_new_User" RENAME TO "User";

COMMIT;
PRAGMA foreign_keys=ON;
