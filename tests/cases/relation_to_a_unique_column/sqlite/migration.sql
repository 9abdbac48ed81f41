-- Create table Log
CREATE TABLE "Log" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "email" TEXT NOT NULL,
    CONSTRAINT "Log_email_fkey" FOREIGN KEY ("email") REFERENCES "User" ("email") ON DELETE CASCADE ON UPDATE CASCADE
);

-- Create table User
CREATE TABLE "User" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "email" TEXT NOT NULL
);

-- Create index Log_email_idx on Log
CREATE INDEX "Log_email_idx" ON "Log" ("email");

-- Create unique index User_email_key on User
CREATE UNIQUE INDEX "User_email_key" ON "User" ("email");
