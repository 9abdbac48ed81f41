-- comon: transaction
-- Rename and add values of enum Role
ALTER TYPE "Role" RENAME VALUE 'user' TO 'member';
ALTER TYPE "Role" ADD VALUE 'guest' BEFORE 'member';

-- comon: transaction
-- Alter column User.role from "Role" to "Role"[]
ALTER TABLE "User" ALTER COLUMN "role" TYPE "Role"[] USING CASE WHEN "role" IS NULL THEN NULL ELSE ARRAY["role"::text::"Role"] END;
