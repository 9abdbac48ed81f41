-- Create schema audit
CREATE SCHEMA IF NOT EXISTS "audit";

-- Create enum audit.Level
CREATE TYPE "audit"."Level" AS ENUM ('low', 'high');

-- Create table audit.Entry
CREATE TABLE "audit"."Entry" (
    "id" INTEGER NOT NULL,
    "userId" INTEGER NOT NULL,
    "level" "audit"."Level" NOT NULL,

    CONSTRAINT "Entry_pkey" PRIMARY KEY ("id")
);

-- Create index Entry_userId_idx on audit.Entry
CREATE INDEX "Entry_userId_idx" ON "audit"."Entry" ("userId");

-- Add foreign key Entry_userId_fkey to audit.Entry
ALTER TABLE "audit"."Entry" ADD CONSTRAINT "Entry_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
