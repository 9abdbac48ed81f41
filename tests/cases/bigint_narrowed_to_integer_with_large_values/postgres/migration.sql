-- Alter column User.age from BIGINT to INTEGER
ALTER TABLE "User" ALTER COLUMN "age" TYPE INTEGER;
