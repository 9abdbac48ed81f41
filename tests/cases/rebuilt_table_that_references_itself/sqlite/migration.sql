-- To run this by hand: sqlite3 -bail <db> < migration.sql
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;

-- Rebuild table Category: SQLite cannot change column name in place
CREATE TABLE "_new_Category" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT,
    "parentId" INTEGER,
    CONSTRAINT "Category_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Category" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
);
INSERT INTO "_new_Category" ("id", "name", "parentId")
SELECT "id", "name", "parentId"
FROM "Category";
DELETE FROM "sqlite_sequence" WHERE "name" = '_new_Category';
INSERT INTO "sqlite_sequence" ("name", "seq")
SELECT '_new_Category', "seq"
FROM "sqlite_sequence"
WHERE "name" = 'Category';
DROP TABLE "Category";
ALTER TABLE "_new_Category" RENAME TO "Category";

COMMIT;
PRAGMA foreign_keys=ON;
