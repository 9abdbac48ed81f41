-- Create table _labels
CREATE TABLE "_labels" (
    "A" INTEGER NOT NULL,
    "B" INTEGER NOT NULL,
    CONSTRAINT "_labels_A_fkey" FOREIGN KEY ("A") REFERENCES "Post" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "_labels_B_fkey" FOREIGN KEY ("B") REFERENCES "Tag" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- Create unique index _labels_AB_unique on _labels
CREATE UNIQUE INDEX "_labels_AB_unique" ON "_labels" ("A", "B");

-- Create index _labels_B_index on _labels
CREATE INDEX "_labels_B_index" ON "_labels" ("B");
