-- To run this by hand: sqlite3 -bail <db> < migration.sql
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;

-- Drop table _PostToTag
DROP TABLE "_PostToTag";

COMMIT;
PRAGMA foreign_keys=ON;
