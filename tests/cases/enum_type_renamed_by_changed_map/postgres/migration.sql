-- Rename enum Role to user_role
ALTER TYPE "Role" RENAME TO "user_role";
