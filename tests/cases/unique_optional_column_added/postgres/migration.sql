-- Add column User.email
ALTER TABLE "User" ADD COLUMN "email" TEXT;

-- Create unique index User_email_key on User
CREATE UNIQUE INDEX "User_email_key" ON "User" ("email");
