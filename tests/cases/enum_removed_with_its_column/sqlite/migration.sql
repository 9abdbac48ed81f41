-- Drop column User.role
ALTER TABLE "User" DROP COLUMN "role";
