-- comon: transaction

-- Count: nothing may be done twice
UPDATE "Post" SET "views" = "views" + 1;

-- comon: transaction

-- Create unique index people_handle_key on people
CREATE UNIQUE INDEX "people_handle_key" ON "people" ("handle");

-- comon: transaction

-- Drop index people_handle_idx on people
DROP INDEX "people_handle_idx";

-- Count again
UPDATE "Post" SET "views" = "views" + 1;
