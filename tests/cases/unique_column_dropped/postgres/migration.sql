-- Drop index User_code_key of User
DROP INDEX "User_code_key";

-- Drop column User.code
ALTER TABLE "User" DROP COLUMN "code";
