-- To run this by hand: sqlite3 -bail <db> < migration.sql
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;

-- Rebuild table notes: SQLite cannot change column notebook_id, change column title, change column pinned or change foreign key notes_notebook_id_fkey in place
CREATE TABLE "_new_notes" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "notebook_id" INTEGER NOT NULL,
    "title" TEXT NOT NULL DEFAULT 'Untitled',
    "body" TEXT NOT NULL DEFAULT '',
    "pinned" BOOLEAN NOT NULL DEFAULT false,
    "edited_at" DATETIME,
    CONSTRAINT "notes_notebook_id_fkey" FOREIGN KEY ("notebook_id") REFERENCES "notebooks" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "_new_notes" ("id", "notebook_id", "title", "body", "pinned", "edited_at")
SELECT "id", "notebook_id", "title", "body", "pinned", "edited_at"
FROM "notes";
DELETE FROM "sqlite_sequence" WHERE "name" = '_new_notes';
INSERT INTO "sqlite_sequence" ("name", "seq")
SELECT '_new_notes', "seq"
FROM "sqlite_sequence"
WHERE "name" = 'notes';
DROP TABLE "notes";
ALTER TABLE "_new_notes" RENAME TO "notes";

COMMIT;
PRAGMA foreign_keys=ON;
