-- Add columns name, active, score, exact, data to User
ALTER TABLE "User" ADD COLUMN "name" TEXT NOT NULL DEFAULT 'no name',
    ADD COLUMN "active" BOOLEAN NOT NULL DEFAULT true,
    ADD COLUMN "score" INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN "exact" DECIMAL(65,30) NOT NULL DEFAULT 1.5,
    ADD COLUMN "data" JSONB NOT NULL DEFAULT '{}';
