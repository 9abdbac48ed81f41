-- Alter column User.added to its new default
ALTER TABLE "User" ALTER COLUMN "added" SET DEFAULT 'x';

-- Alter column User.changed to its new default
ALTER TABLE "User" ALTER COLUMN "changed" SET DEFAULT 2;

-- Alter column User.removed to have no default
ALTER TABLE "User" ALTER COLUMN "removed" DROP DEFAULT;

-- Alter column User.turned to its new default
ALTER TABLE "User" ALTER COLUMN "turned" SET DEFAULT CURRENT_TIMESTAMP;
