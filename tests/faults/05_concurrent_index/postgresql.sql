-- comon: no-transaction

-- Create index Post_views_idx on Post beside the running application
CREATE INDEX CONCURRENTLY "Post_views_idx" ON "Post" ("views");
