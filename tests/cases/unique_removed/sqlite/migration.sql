-- Drop index User_email_key
DROP INDEX "User_email_key";
