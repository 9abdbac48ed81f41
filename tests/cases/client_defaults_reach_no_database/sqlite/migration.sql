-- Create table Sample
CREATE TABLE "Sample" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "cuid" TEXT NOT NULL,
    "nano" TEXT NOT NULL,
    "ulid" TEXT NOT NULL,
    "changed" DATETIME NOT NULL
);
