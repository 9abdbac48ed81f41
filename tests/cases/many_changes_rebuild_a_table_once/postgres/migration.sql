-- Drop column User.legacy
ALTER TABLE "User" DROP COLUMN "legacy";

-- Alter column User.name to be required
ALTER TABLE "User" ALTER COLUMN "name" SET NOT NULL;

-- Alter column User.age from INTEGER to BIGINT, to its new default
ALTER TABLE "User" ALTER COLUMN "age" TYPE BIGINT,
    ALTER COLUMN "age" SET DEFAULT 0;

-- Add column User.created
ALTER TABLE "User" ADD COLUMN "created" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- Add column User.note
ALTER TABLE "User" ADD COLUMN "note" TEXT;

-- Create unique index User_email_key on User
CREATE UNIQUE INDEX "User_email_key" ON "User" ("email");
