-- Drop and recreate column User.deleted to change from BOOLEAN to TIMESTAMP(3)
ALTER TABLE "User" DROP COLUMN "deleted",
    ADD COLUMN "deleted" TIMESTAMP(3);
