-- Add column User.code
ALTER TABLE "User" ADD COLUMN "code" TEXT NOT NULL DEFAULT 'same';

-- Create unique index User_code_key on User
CREATE UNIQUE INDEX "User_code_key" ON "User" ("code");
