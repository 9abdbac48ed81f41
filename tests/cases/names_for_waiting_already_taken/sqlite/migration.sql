-- Rename table Alpha to _old_Alpha
ALTER TABLE "Alpha" RENAME TO "_old_Alpha";

-- Rename table Beta to Alpha
ALTER TABLE "Beta" RENAME TO "Alpha";

-- Rename table _old_Alpha to Beta
ALTER TABLE "_old_Alpha" RENAME TO "Beta";

-- Rename column Beta.x to _old_x
ALTER TABLE "Beta" RENAME COLUMN "x" TO "_old_x";

-- Rename column Beta.y to x
ALTER TABLE "Beta" RENAME COLUMN "y" TO "x";

-- Rename column Beta._old_x to y
ALTER TABLE "Beta" RENAME COLUMN "_old_x" TO "y";

-- Rename values in Beta.mood
UPDATE "Beta"
SET "mood" = CASE "mood" WHEN 'sad' THEN 'happy' WHEN 'happy' THEN 'sad' ELSE "mood" END
WHERE "mood" IN ('sad', 'happy');
