-- Drop column User.legacy
ALTER TABLE "User" DROP COLUMN "legacy";

-- Alter table User: column name to be required; column age from INTEGER to BIGINT, to its new default; add column created; add column note
ALTER TABLE "User" ALTER COLUMN "name" SET NOT NULL,
    ALTER COLUMN "age" TYPE BIGINT,
    ALTER COLUMN "age" SET DEFAULT 0,
    ADD COLUMN "created" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    ADD COLUMN "note" TEXT;

-- Create unique index User_email_key on User
CREATE UNIQUE INDEX "User_email_key" ON "User" ("email");
