-- Create table Token
CREATE TABLE "Token" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "label" TEXT NOT NULL DEFAULT (lower(hex(randomblob(4)))),
    "fixed" TEXT NOT NULL DEFAULT 'fixed'
);
