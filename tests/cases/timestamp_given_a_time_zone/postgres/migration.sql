-- Alter column Event.at from TIMESTAMP(3) to TIMESTAMPTZ(3)
ALTER TABLE "Event" ALTER COLUMN "at" TYPE TIMESTAMPTZ(3);

-- Alter column Event.until from TIMESTAMPTZ(6) to TIMESTAMP(6)
ALTER TABLE "Event" ALTER COLUMN "until" TYPE TIMESTAMP(6);
