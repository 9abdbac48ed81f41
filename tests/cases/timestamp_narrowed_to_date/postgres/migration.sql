-- Alter column Event.at from TIMESTAMP(3) to DATE
ALTER TABLE "Event" ALTER COLUMN "at" TYPE DATE;
