-- Alter column User.name to its new default, to be required
ALTER TABLE "User" ALTER COLUMN "name" SET DEFAULT 'nobody',
    ALTER COLUMN "name" SET NOT NULL;
