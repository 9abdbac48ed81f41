-- Alter column Event.count from INTEGER to TEXT, to its new default
ALTER TABLE "Event" ALTER COLUMN "count" DROP DEFAULT,
    ALTER COLUMN "count" TYPE TEXT,
    ALTER COLUMN "count" SET DEFAULT '3';
