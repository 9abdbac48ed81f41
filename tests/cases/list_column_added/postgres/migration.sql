-- Add column User.tags
ALTER TABLE "User" ADD COLUMN "tags" TEXT[];

-- Add column User.seen
ALTER TABLE "User" ADD COLUMN "seen" INTEGER[] DEFAULT ARRAY[]::INTEGER[];
