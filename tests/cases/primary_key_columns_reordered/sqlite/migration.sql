-- To run this by hand: sqlite3 -bail <db> < migration.sql
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;

-- Rebuild table Membership: SQLite cannot change a primary key in place
CREATE TABLE "_new_Membership" (
    "userId" INTEGER NOT NULL,
    "teamId" INTEGER NOT NULL,
    PRIMARY KEY ("teamId", "userId")
);
INSERT INTO "_new_Membership" ("userId", "teamId")
SELECT "userId", "teamId"
FROM "Membership";
DROP TABLE "Membership";
ALTER TABLE "_new_Membership" RENAME TO "Membership";

COMMIT;
PRAGMA foreign_keys=ON;
