-- Alter table Event: column more from TIMESTAMP(3) to TIMESTAMP(6); column less from TIMESTAMP(6) to TIMESTAMP(0)
ALTER TABLE "Event" ALTER COLUMN "more" TYPE TIMESTAMP(6),
    ALTER COLUMN "less" TYPE TIMESTAMP(0);
