-- Create table Log
CREATE TABLE "Log" (
    "id" INTEGER NOT NULL,
    "email" TEXT NOT NULL,

    CONSTRAINT "Log_pkey" PRIMARY KEY ("id")
);

-- Create table User
CREATE TABLE "User" (
    "id" INTEGER NOT NULL,
    "email" TEXT NOT NULL,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- Create index Log_email_idx on Log
CREATE INDEX "Log_email_idx" ON "Log" ("email");

-- Create unique index User_email_key on User
CREATE UNIQUE INDEX "User_email_key" ON "User" ("email");

-- Add foreign key Log_email_fkey to Log
ALTER TABLE "Log" ADD CONSTRAINT "Log_email_fkey" FOREIGN KEY ("email") REFERENCES "User"("email") ON DELETE CASCADE ON UPDATE CASCADE;
