-- Rename index User_name_idx to User_fullName_idx
ALTER INDEX "User_name_idx" RENAME TO "User_fullName_idx";

-- Rename column User.name to fullName
ALTER TABLE "User" RENAME COLUMN "name" TO "fullName";
