-- Create table Sample
CREATE TABLE "Sample" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "text" TEXT NOT NULL,
    "textOrNone" TEXT,
    "flag" BOOLEAN NOT NULL,
    "flagOrNone" BOOLEAN,
    "whole" INTEGER NOT NULL,
    "wholeOrNone" INTEGER,
    "big" BIGINT NOT NULL,
    "bigOrNone" BIGINT,
    "real" REAL NOT NULL,
    "realOrNone" REAL,
    "exact" DECIMAL NOT NULL,
    "exactOrNone" DECIMAL,
    "moment" DATETIME NOT NULL,
    "momentOrNone" DATETIME,
    "document" JSONB NOT NULL,
    "documentOrNone" JSONB,
    "bytes" BLOB NOT NULL,
    "bytesOrNone" BLOB
);
