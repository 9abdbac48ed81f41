-- Create enum Color
CREATE TYPE "Color" AS ENUM ('red', 'green');

-- Create table User
CREATE TABLE "User" (
    "id" INTEGER NOT NULL,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);
