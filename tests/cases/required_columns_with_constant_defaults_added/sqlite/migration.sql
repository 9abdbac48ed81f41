-- Add column User.name
ALTER TABLE "User" ADD COLUMN "name" TEXT NOT NULL DEFAULT 'no name';

-- Add column User.active
ALTER TABLE "User" ADD COLUMN "active" BOOLEAN NOT NULL DEFAULT true;

-- Add column User.score
ALTER TABLE "User" ADD COLUMN "score" INTEGER NOT NULL DEFAULT 0;

-- Add column User.exact
ALTER TABLE "User" ADD COLUMN "exact" DECIMAL NOT NULL DEFAULT 1.5;

-- Add column User.data
ALTER TABLE "User" ADD COLUMN "data" JSONB NOT NULL DEFAULT '{}';
