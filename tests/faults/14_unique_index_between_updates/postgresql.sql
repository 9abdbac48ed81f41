-- comon: no-transaction

-- Count: nothing may be done twice
UPDATE "Post" SET "views" = "views" + 1;

-- Create unique index people_handle_key on people
CREATE UNIQUE INDEX CONCURRENTLY "people_handle_key" ON "people" ("handle");

-- Drop index people_handle_idx on people
DROP INDEX CONCURRENTLY "people_handle_idx";

-- Count again
UPDATE "Post" SET "views" = "views" + 1;
