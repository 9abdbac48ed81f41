-- Rename index Post_authorId_idx to Post_author_id_idx
ALTER INDEX "Post_authorId_idx" RENAME TO "Post_author_id_idx";

-- Rename column Post.authorId to author_id
ALTER TABLE "Post" RENAME COLUMN "authorId" TO "author_id";

-- Rename column User.id to user_id
ALTER TABLE "User" RENAME COLUMN "id" TO "user_id";

-- Rename foreign key Post_authorId_fkey of Post to Post_author_id_fkey
ALTER TABLE "Post" RENAME CONSTRAINT "Post_authorId_fkey" TO "Post_author_id_fkey";
