-- Drop index User_email_key
DROP INDEX "User_email_key";

-- Rename column User.email to email_address
ALTER TABLE "User" RENAME COLUMN "email" TO "email_address";

-- Create unique index User_email_address_key on User
CREATE UNIQUE INDEX "User_email_address_key" ON "User" ("email_address");
