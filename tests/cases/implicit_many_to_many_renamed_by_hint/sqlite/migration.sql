-- Drop index _PostToTag_AB_unique
DROP INDEX "_PostToTag_AB_unique";

-- Drop index _PostToTag_B_index
DROP INDEX "_PostToTag_B_index";

-- Rename table _PostToTag to _labels
ALTER TABLE "_PostToTag" RENAME TO "_labels";

-- Create unique index _labels_AB_unique on _labels
CREATE UNIQUE INDEX "_labels_AB_unique" ON "_labels" ("A", "B");

-- Create index _labels_B_index on _labels
CREATE INDEX "_labels_B_index" ON "_labels" ("B");
