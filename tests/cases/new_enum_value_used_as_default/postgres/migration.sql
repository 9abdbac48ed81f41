-- comon: transaction
-- Add values to enum Role
ALTER TYPE "Role" ADD VALUE 'guest';

-- comon: transaction
-- Alter column User.role to its new default
ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'guest';
