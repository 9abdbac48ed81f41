-- Drop index User_a_idx
DROP INDEX "User_a_idx";

-- Drop index changes
DROP INDEX "changes";

-- Create index User_a_b_idx on User
CREATE INDEX "User_a_b_idx" ON "User" ("a", "b");

-- Create index changes on User
CREATE INDEX "changes" ON "User" ("b" DESC, "a");
