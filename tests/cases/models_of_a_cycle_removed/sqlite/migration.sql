-- To run this by hand: sqlite3 -bail <db> < migration.sql
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;

-- Drop table Person
DROP TABLE "Person";

-- Drop table Team
DROP TABLE "Team";

COMMIT;
PRAGMA foreign_keys=ON;
