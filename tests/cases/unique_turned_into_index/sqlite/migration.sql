-- Drop index User_email_key
DROP INDEX "User_email_key";

-- Create index User_email_idx on User
CREATE INDEX "User_email_idx" ON "User" ("email");
