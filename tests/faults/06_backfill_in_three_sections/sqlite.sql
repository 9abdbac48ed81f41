-- Add column User.handle
ALTER TABLE "User" ADD COLUMN "handle" TEXT;

-- comon: transaction

-- Fill it, and count: nothing may be done twice
UPDATE "User" SET "handle" = "email";
UPDATE "Post" SET "views" = "views" + 1;

-- comon: transaction

-- Create index User_handle_idx on User
CREATE INDEX "User_handle_idx" ON "User" ("handle");
