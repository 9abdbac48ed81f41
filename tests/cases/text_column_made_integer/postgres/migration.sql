-- Alter column Event.count from TEXT to INTEGER
ALTER TABLE "Event" ALTER COLUMN "count" TYPE INTEGER USING "count"::INTEGER;
