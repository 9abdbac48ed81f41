-- Alter column User.age from INTEGER to BIGINT
ALTER TABLE "User" ALTER COLUMN "age" TYPE BIGINT;

-- Alter column User.score from INTEGER to BIGINT
ALTER TABLE "User" ALTER COLUMN "score" TYPE BIGINT;
