-- comon: no-transaction

-- Drop index Post_authorId_title_idx on Post beside the running application
DROP INDEX CONCURRENTLY "Post_authorId_title_idx";

-- Count: nothing may be done twice
UPDATE "Post" SET "views" = "views" + 1;

-- Build it anew beside the running application
REINDEX INDEX CONCURRENTLY "Post_views_idx";
