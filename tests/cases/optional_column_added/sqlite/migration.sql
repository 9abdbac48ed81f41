-- Add column User.name
ALTER TABLE "User" ADD COLUMN "name" TEXT;

-- Add column User.born
ALTER TABLE "User" ADD COLUMN "born" DATETIME;

-- Add column User.score
ALTER TABLE "User" ADD COLUMN "score" REAL;
