-- Rename values in Seat.slot
UPDATE "Seat"
SET "slot" = CASE "slot" WHEN 'first' THEN 'second_renaming' WHEN 'second' THEN 'first_renaming' ELSE "slot" END
WHERE "slot" IN ('first', 'second');
UPDATE "Seat"
SET "slot" = CASE "slot" WHEN 'second_renaming' THEN 'second' WHEN 'first_renaming' THEN 'first' ELSE "slot" END
WHERE "slot" IN ('second_renaming', 'first_renaming');
