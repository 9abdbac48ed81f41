-- Rename column User.email to address
ALTER TABLE "User" RENAME COLUMN "email" TO "address";
