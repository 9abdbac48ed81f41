-- Drop column User.role
ALTER TABLE "User" DROP COLUMN "role";

-- Drop enum Role
DROP TYPE "Role";
