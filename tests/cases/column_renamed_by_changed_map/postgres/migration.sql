-- Rename index User_email_key to User_email_address_key
ALTER INDEX "User_email_key" RENAME TO "User_email_address_key";

-- Rename column User.email to email_address
ALTER TABLE "User" RENAME COLUMN "email" TO "email_address";
