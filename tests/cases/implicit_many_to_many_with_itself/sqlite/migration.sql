-- Create table User
CREATE TABLE "User" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT
);

-- Create table _follows
CREATE TABLE "_follows" (
    "A" INTEGER NOT NULL,
    "B" INTEGER NOT NULL,
    CONSTRAINT "_follows_A_fkey" FOREIGN KEY ("A") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "_follows_B_fkey" FOREIGN KEY ("B") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- Create unique index _follows_AB_unique on _follows
CREATE UNIQUE INDEX "_follows_AB_unique" ON "_follows" ("A", "B");

-- Create index _follows_B_index on _follows
CREATE INDEX "_follows_B_index" ON "_follows" ("B");
