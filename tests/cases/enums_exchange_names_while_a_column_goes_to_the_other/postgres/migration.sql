-- Rename enum Kind to Kind_renaming
ALTER TYPE "Kind" RENAME TO "Kind_renaming";

-- Rename enum Stage to Kind
ALTER TYPE "Stage" RENAME TO "Kind";

-- Rename enum Kind_renaming to Stage
ALTER TYPE "Kind_renaming" RENAME TO "Stage";

-- Alter column Ticket.stage from "Kind" to "Stage"
ALTER TABLE "Ticket" ALTER COLUMN "stage" TYPE "Stage" USING "stage"::text::"Stage";
