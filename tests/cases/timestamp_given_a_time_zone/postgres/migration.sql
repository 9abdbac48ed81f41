-- Alter table Event: column at from TIMESTAMP(3) to TIMESTAMPTZ(3); column until from TIMESTAMPTZ(6) to TIMESTAMP(6)
ALTER TABLE "Event" ALTER COLUMN "at" TYPE TIMESTAMPTZ(3),
    ALTER COLUMN "until" TYPE TIMESTAMP(6);
