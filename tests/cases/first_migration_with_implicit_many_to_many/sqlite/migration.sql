-- Create table Post
CREATE TABLE "Post" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT
);

-- Create table Tag
CREATE TABLE "Tag" (
    "name" TEXT NOT NULL PRIMARY KEY
);

-- Create table _PostToTag
CREATE TABLE "_PostToTag" (
    "A" INTEGER NOT NULL,
    "B" TEXT NOT NULL,
    CONSTRAINT "_PostToTag_A_fkey" FOREIGN KEY ("A") REFERENCES "Post" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "_PostToTag_B_fkey" FOREIGN KEY ("B") REFERENCES "Tag" ("name") ON DELETE CASCADE ON UPDATE CASCADE
);

-- Create unique index _PostToTag_AB_unique on _PostToTag
CREATE UNIQUE INDEX "_PostToTag_AB_unique" ON "_PostToTag" ("A", "B");

-- Create index _PostToTag_B_index on _PostToTag
CREATE INDEX "_PostToTag_B_index" ON "_PostToTag" ("B");
