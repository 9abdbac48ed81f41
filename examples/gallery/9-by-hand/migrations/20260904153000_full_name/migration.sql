-- Add column authors.full_name
ALTER TABLE "authors" ADD COLUMN "full_name" TEXT NOT NULL DEFAULT '';

UPDATE "authors" SET "full_name" = "first_name" || ' ' || "last_name";
