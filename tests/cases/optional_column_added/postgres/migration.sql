-- Add columns name, born, score to User
ALTER TABLE "User" ADD COLUMN "name" TEXT,
    ADD COLUMN "born" TIMESTAMP(3),
    ADD COLUMN "score" DOUBLE PRECISION;
