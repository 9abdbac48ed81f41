-- Add columns tags, seen to User
ALTER TABLE "User" ADD COLUMN "tags" TEXT[],
    ADD COLUMN "seen" INTEGER[] DEFAULT ARRAY[]::INTEGER[];
