-- Alter column User.name to admit NULL
ALTER TABLE "User" ALTER COLUMN "name" DROP NOT NULL;
