-- Drop index Post_authorId_idx
DROP INDEX "Post_authorId_idx";

-- Rename column Post.authorId to author_id
ALTER TABLE "Post" RENAME COLUMN "authorId" TO "author_id";

-- Rename column User.id to user_id
ALTER TABLE "User" RENAME COLUMN "id" TO "user_id";

-- Create index Post_author_id_idx on Post
CREATE INDEX "Post_author_id_idx" ON "Post" ("author_id");
