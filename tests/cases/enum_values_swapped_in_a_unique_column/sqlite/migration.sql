-- Rename values in Seat.slot
UPDATE "Seat"
SET "slot" = CASE "slot" WHEN 'first' THEN 'second (renaming)' WHEN 'second' THEN 'first (renaming)' ELSE "slot" END
WHERE "slot" IN ('first', 'second');
UPDATE "Seat"
SET "slot" = CASE "slot" WHEN 'second (renaming)' THEN 'second' WHEN 'first (renaming)' THEN 'first' ELSE "slot" END
WHERE "slot" IN ('second (renaming)', 'first (renaming)');
