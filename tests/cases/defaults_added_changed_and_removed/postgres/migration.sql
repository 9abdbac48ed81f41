-- Alter table User: column added to its new default; column changed to its new default; column removed to have no default; column turned to its new default
ALTER TABLE "User" ALTER COLUMN "added" SET DEFAULT 'x',
    ALTER COLUMN "changed" SET DEFAULT 2,
    ALTER COLUMN "removed" DROP DEFAULT,
    ALTER COLUMN "turned" SET DEFAULT CURRENT_TIMESTAMP;
