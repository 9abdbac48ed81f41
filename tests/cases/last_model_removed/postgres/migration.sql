-- Drop table User
DROP TABLE "User";

-- Drop enum Role
DROP TYPE "Role";
