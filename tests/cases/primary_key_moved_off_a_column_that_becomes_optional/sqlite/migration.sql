-- To run this by hand: sqlite3 -bail <db> < migration.sql
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;

-- Rebuild table Place: SQLite cannot change column id or change a primary key in place
CREATE TABLE "_new_Place" (
    "id" BIGINT,
    "code" TEXT NOT NULL PRIMARY KEY,
    "size" INTEGER NOT NULL
);
INSERT INTO "_new_Place" ("id", "code", "size")
SELECT "id", "code", "size"
FROM "Place";
DROP TABLE "Place";
ALTER TABLE "_new_Place" RENAME TO "Place";
CREATE UNIQUE INDEX "Place_id_key" ON "Place" ("id");

COMMIT;
PRAGMA foreign_keys=ON;
