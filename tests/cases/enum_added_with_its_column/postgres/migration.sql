-- Create enum Role
CREATE TYPE "Role" AS ENUM ('user', 'admin');

-- Add column User.role
ALTER TABLE "User" ADD COLUMN "role" "Role" NOT NULL DEFAULT 'user';
