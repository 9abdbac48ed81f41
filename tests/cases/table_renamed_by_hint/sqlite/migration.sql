-- Drop index User_email_key
DROP INDEX "User_email_key";

-- Rename table User to Person
ALTER TABLE "User" RENAME TO "Person";

-- Create unique index Person_email_key on Person
CREATE UNIQUE INDEX "Person_email_key" ON "Person" ("email");
