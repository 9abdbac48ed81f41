-- To run this by hand: sqlite3 -bail <db> < migration.sql
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;

-- Rebuild table users: SQLite cannot change column id or change a primary key in place
CREATE TABLE "_new_users" (
    "id" INTEGER NOT NULL,
    "tenant" TEXT NOT NULL,
    PRIMARY KEY ("id", "tenant")
);
INSERT INTO "_new_users" ("id", "tenant")
SELECT "id", "tenant"
FROM "users";
DROP TABLE "users";
ALTER TABLE "_new_users" RENAME TO "users";

COMMIT;
PRAGMA foreign_keys=ON;
