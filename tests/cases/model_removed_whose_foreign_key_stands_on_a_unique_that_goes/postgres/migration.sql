-- Drop table Login
DROP TABLE "Login";

-- Drop index User_code_key of User
DROP INDEX "User_code_key";
