-- To run this by hand: sqlite3 -bail <db> < migration.sql
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;

-- Rebuild table Task: SQLite cannot change column stage in place
CREATE TABLE "_new_Task" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "stage" TEXT NOT NULL DEFAULT 'z',
    "last" TEXT
);
INSERT INTO "_new_Task" ("id", "stage", "last")
SELECT "id", CASE "stage" WHEN 'x' THEN 'y' WHEN 'y' THEN 'z' WHEN 'z' THEN 'x' ELSE "stage" END, CASE "last" WHEN 'x' THEN 'y' WHEN 'y' THEN 'z' WHEN 'z' THEN 'x' ELSE "last" END
FROM "Task";
DELETE FROM "sqlite_sequence" WHERE "name" = '_new_Task';
INSERT INTO "sqlite_sequence" ("name", "seq")
SELECT '_new_Task', "seq"
FROM "sqlite_sequence"
WHERE "name" = 'Task';
DROP TABLE "Task";
ALTER TABLE "_new_Task" RENAME TO "Task";
CREATE UNIQUE INDEX "Task_stage_id_key" ON "Task" ("stage", "id");

COMMIT;
PRAGMA foreign_keys=ON;
