-- To run this by hand: sqlite3 -bail <db> < migration.sql
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;

-- Rebuild table Setting: SQLite cannot change a primary key in place
CREATE TABLE "_new_Setting" (
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL
);
INSERT INTO "_new_Setting" ("key", "value")
SELECT "key", "value"
FROM "Setting";
DROP TABLE "Setting";
ALTER TABLE "_new_Setting" RENAME TO "Setting";
CREATE UNIQUE INDEX "Setting_key_key" ON "Setting" ("key");

COMMIT;
PRAGMA foreign_keys=ON;
