-- Alter column Event.more from TIMESTAMP(3) to TIMESTAMP(6)
ALTER TABLE "Event" ALTER COLUMN "more" TYPE TIMESTAMP(6);

-- Alter column Event.less from TIMESTAMP(6) to TIMESTAMP(0)
ALTER TABLE "Event" ALTER COLUMN "less" TYPE TIMESTAMP(0);
