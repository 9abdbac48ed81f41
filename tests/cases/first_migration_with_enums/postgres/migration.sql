-- Create enum user_role
CREATE TYPE "user_role" AS ENUM ('user', 'ADMINISTRATOR', 'power user');

-- Create table User
CREATE TABLE "User" (
    "id" INTEGER NOT NULL,
    "role" "user_role" NOT NULL DEFAULT 'power user',
    "then" "user_role",

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);
