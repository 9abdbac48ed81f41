-- Rename index User_name_idx to by_name
ALTER INDEX "User_name_idx" RENAME TO "by_name";

-- Rename index User_email_key to email_once
ALTER INDEX "User_email_key" RENAME TO "email_once";
