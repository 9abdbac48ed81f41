-- To run this by hand: sqlite3 -bail <db> < migration.sql
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;

-- Drop index User_code_key
DROP INDEX "User_code_key";

-- Drop table Login
DROP TABLE "Login";

COMMIT;
PRAGMA foreign_keys=ON;
