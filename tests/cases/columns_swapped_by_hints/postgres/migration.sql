-- Rename column Name.first to first_renaming
ALTER TABLE "Name" RENAME COLUMN "first" TO "first_renaming";

-- Rename column Name.last to first
ALTER TABLE "Name" RENAME COLUMN "last" TO "first";

-- Rename column Name.first_renaming to last
ALTER TABLE "Name" RENAME COLUMN "first_renaming" TO "last";
