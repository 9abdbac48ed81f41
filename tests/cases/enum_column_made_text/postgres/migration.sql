-- Alter column User.role from "Role" to TEXT
ALTER TABLE "User" ALTER COLUMN "role" DROP DEFAULT,
    ALTER COLUMN "role" TYPE TEXT USING "role"::TEXT,
    ALTER COLUMN "role" SET DEFAULT 'user';

-- Drop enum Role
DROP TYPE "Role";
