-- Add column User.role
ALTER TABLE "User" ADD COLUMN "role" TEXT NOT NULL DEFAULT 'user';
