-- Add column User.email
ALTER TABLE "User" ADD COLUMN "email" TEXT NOT NULL;
