-- Drop index _Labels_AB_unique
DROP INDEX "_Labels_AB_unique";

-- Drop index _Labels_B_index
DROP INDEX "_Labels_B_index";

-- Rename table Article to Zine
ALTER TABLE "Article" RENAME TO "Zine";

-- Rename column _Labels.A to _old_A
ALTER TABLE "_Labels" RENAME COLUMN "A" TO "_old_A";

-- Rename column _Labels.B to A
ALTER TABLE "_Labels" RENAME COLUMN "B" TO "A";

-- Rename column _Labels._old_A to B
ALTER TABLE "_Labels" RENAME COLUMN "_old_A" TO "B";

-- Create unique index _Labels_AB_unique on _Labels
CREATE UNIQUE INDEX "_Labels_AB_unique" ON "_Labels" ("A", "B");

-- Create index _Labels_B_index on _Labels
CREATE INDEX "_Labels_B_index" ON "_Labels" ("B");
