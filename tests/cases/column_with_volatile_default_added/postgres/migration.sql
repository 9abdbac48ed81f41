-- Add column User.token
ALTER TABLE "User" ADD COLUMN "token" UUID NOT NULL DEFAULT gen_random_uuid();

-- Create unique index User_token_key on User
CREATE UNIQUE INDEX "User_token_key" ON "User" ("token");
