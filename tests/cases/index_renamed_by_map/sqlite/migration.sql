-- Drop index User_name_idx
DROP INDEX "User_name_idx";

-- Drop index User_email_key
DROP INDEX "User_email_key";

-- Create index by_name on User
CREATE INDEX "by_name" ON "User" ("name");

-- Create unique index email_once on User
CREATE UNIQUE INDEX "email_once" ON "User" ("email");
