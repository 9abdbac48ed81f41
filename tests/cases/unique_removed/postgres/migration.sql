-- Drop index User_email_key of User
DROP INDEX "User_email_key";
