-- Alter column User.numbers from INTEGER[] to BIGINT[]
ALTER TABLE "User" ALTER COLUMN "numbers" TYPE BIGINT[];
