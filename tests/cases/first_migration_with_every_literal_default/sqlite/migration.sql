-- Create table Sample
CREATE TABLE "Sample" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT DEFAULT 7,
    "text" TEXT NOT NULL DEFAULT 'it''s "quoted"',
    "empty" TEXT NOT NULL DEFAULT '',
    "lines" TEXT NOT NULL DEFAULT ('first' || char(10) || 'second' || char(9) || 'tab \ backslash'),
    "unicode" TEXT NOT NULL DEFAULT 'žluťoučký 🐎',
    "yes" BOOLEAN NOT NULL DEFAULT true,
    "no" BOOLEAN NOT NULL DEFAULT false,
    "whole" INTEGER NOT NULL DEFAULT -42,
    "big" BIGINT NOT NULL DEFAULT 9007199254740993,
    "real" REAL NOT NULL DEFAULT 2.5,
    "exact" DECIMAL NOT NULL DEFAULT 12.34,
    "moment" DATETIME NOT NULL DEFAULT '2024-02-29 12:30:00 +00:00',
    "now" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "document" JSONB NOT NULL DEFAULT '{"a": [1, null, "x"]}',
    "bytes" BLOB NOT NULL DEFAULT X'68656C6C6F',
    "role" TEXT NOT NULL DEFAULT 'admin'
);
