-- Alter column Event.data from JSON to JSONB
ALTER TABLE "Event" ALTER COLUMN "data" TYPE JSONB;
