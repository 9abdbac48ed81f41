-- Alter column User.name from VARCHAR(20) to VARCHAR(3)
ALTER TABLE "User" ALTER COLUMN "name" TYPE VARCHAR(3);
