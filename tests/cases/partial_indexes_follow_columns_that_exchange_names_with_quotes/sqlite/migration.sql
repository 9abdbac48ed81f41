-- To run this by hand: sqlite3 -bail <db> < migration.sql
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;

-- Rename table gauge to Gauge of "all"
ALTER TABLE "gauge" RENAME TO "Gauge of ""all""";

-- Rename column Gauge of "all".height to it's "high"
ALTER TABLE "Gauge of ""all""" RENAME COLUMN "height" TO "it's ""high""";

-- Rename column Gauge of "all".open to height
ALTER TABLE "Gauge of ""all""" RENAME COLUMN "open" TO "height";

-- Rebuild table Gauge of "all": SQLite cannot change column id in place
CREATE TABLE "_new_Gauge of ""all""" (
    "id" BIGINT NOT NULL PRIMARY KEY,
    "it's ""high""" INTEGER,
    "height" BOOLEAN NOT NULL DEFAULT true,
    "code" TEXT NOT NULL
);
INSERT INTO "_new_Gauge of ""all""" ("id", "it's ""high""", "height", "code")
SELECT "id", "it's ""high""", "height", "code"
FROM "Gauge of ""all""";
DROP TABLE "Gauge of ""all""";
ALTER TABLE "_new_Gauge of ""all""" RENAME TO "Gauge of ""all""";
CREATE UNIQUE INDEX "by" ON "Gauge of ""all""" ("code");
CREATE UNIQUE INDEX "Gauge of ""all""_it's ""high""_key" ON "Gauge of ""all""" ("it's ""high""") WHERE "height" = true;
CREATE INDEX "over" ON "Gauge of ""all""" ("code") WHERE "it's ""high""" IS NOT NULL AND "height" = false;

COMMIT;
PRAGMA foreign_keys=ON;
