-- Drop column User.name
ALTER TABLE "User" DROP COLUMN "name";

-- Add column User.fullName
ALTER TABLE "User" ADD COLUMN "fullName" TEXT;
