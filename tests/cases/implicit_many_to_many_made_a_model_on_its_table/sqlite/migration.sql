-- To run this by hand: sqlite3 -bail <db> < migration.sql
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;

-- Rebuild table _PostToTag: SQLite cannot change a primary key in place
CREATE TABLE "_new__PostToTag" (
    "A" INTEGER NOT NULL,
    "B" INTEGER NOT NULL,
    "note" TEXT,
    PRIMARY KEY ("A", "B"),
    CONSTRAINT "_PostToTag_A_fkey" FOREIGN KEY ("A") REFERENCES "Post" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "_PostToTag_B_fkey" FOREIGN KEY ("B") REFERENCES "Tag" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "_new__PostToTag" ("A", "B")
SELECT "A", "B"
FROM "_PostToTag";
DROP TABLE "_PostToTag";
ALTER TABLE "_new__PostToTag" RENAME TO "_PostToTag";
CREATE INDEX "_PostToTag_B_index" ON "_PostToTag" ("B");

COMMIT;
PRAGMA foreign_keys=ON;
