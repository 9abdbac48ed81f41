-- To run this by hand: sqlite3 -bail <db> < migration.sql
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;

-- Rebuild table Part: SQLite cannot add primary key column release, change a primary key, add foreign key Part_inTenant_inCode_inRelease_fkey or drop foreign key Part_inTenant_inCode_fkey in place
CREATE TABLE "_new_Part" (
    "tenant" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "release" INTEGER NOT NULL DEFAULT 1,
    "inTenant" INTEGER,
    "inCode" TEXT,
    "inRelease" INTEGER,
    PRIMARY KEY ("tenant", "code", "release"),
    CONSTRAINT "Part_inTenant_inCode_inRelease_fkey" FOREIGN KEY ("inTenant", "inCode", "inRelease") REFERENCES "Part" ("tenant", "code", "release") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "_new_Part" ("tenant", "code", "inTenant", "inCode")
SELECT "tenant", "code", "inTenant", "inCode"
FROM "Part";
DROP TABLE "Part";
ALTER TABLE "_new_Part" RENAME TO "Part";

COMMIT;
PRAGMA foreign_keys=ON;
