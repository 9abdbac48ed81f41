-- Drop and recreate column User.tags to change from TEXT[] to TEXT
ALTER TABLE "User" DROP COLUMN "tags",
    ADD COLUMN "tags" TEXT;
