-- Create enum Role
CREATE TYPE "Role" AS ENUM ('user', 'admin');

-- Alter column User.role from TEXT to "Role"
ALTER TABLE "User" ALTER COLUMN "role" DROP DEFAULT,
    ALTER COLUMN "role" TYPE "Role" USING "role"::text::"Role",
    ALTER COLUMN "role" SET DEFAULT 'user';
