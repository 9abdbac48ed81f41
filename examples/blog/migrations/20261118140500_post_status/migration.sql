-- Add column posts.status
ALTER TABLE "posts" ADD COLUMN "status" TEXT NOT NULL DEFAULT 'draft';

-- Create index posts_author_id_status_idx on posts
CREATE INDEX "posts_author_id_status_idx" ON "posts" ("author_id", "status");
