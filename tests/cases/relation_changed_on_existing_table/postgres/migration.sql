-- Drop foreign key posts_author_id_fkey of posts
ALTER TABLE "posts" DROP CONSTRAINT "posts_author_id_fkey";

-- Add foreign key posts_author_id_fkey to posts
ALTER TABLE "posts" ADD CONSTRAINT "posts_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
