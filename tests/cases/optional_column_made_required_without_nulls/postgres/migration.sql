-- Alter column User.name to be required
ALTER TABLE "User" ALTER COLUMN "name" SET NOT NULL;
