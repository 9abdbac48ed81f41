-- Alter column Event.code from TEXT to UUID
ALTER TABLE "Event" ALTER COLUMN "code" TYPE UUID USING "code"::UUID;
