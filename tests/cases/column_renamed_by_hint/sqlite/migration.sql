-- Drop index User_name_idx
DROP INDEX "User_name_idx";

-- Rename column User.name to fullName
ALTER TABLE "User" RENAME COLUMN "name" TO "fullName";

-- Create index User_fullName_idx on User
CREATE INDEX "User_fullName_idx" ON "User" ("fullName");
