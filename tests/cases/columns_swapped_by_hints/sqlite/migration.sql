-- Rename column Name.first to _old_first
ALTER TABLE "Name" RENAME COLUMN "first" TO "_old_first";

-- Rename column Name.last to first
ALTER TABLE "Name" RENAME COLUMN "last" TO "first";

-- Rename column Name._old_first to last
ALTER TABLE "Name" RENAME COLUMN "_old_first" TO "last";
