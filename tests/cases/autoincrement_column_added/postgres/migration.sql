-- Add column User.number
ALTER TABLE "User" ADD COLUMN "number" SERIAL NOT NULL;

-- Create unique index User_number_key on User
CREATE UNIQUE INDEX "User_number_key" ON "User" ("number");
