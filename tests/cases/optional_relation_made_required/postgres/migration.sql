-- Drop foreign key Post_authorId_fkey of Post
ALTER TABLE "Post" DROP CONSTRAINT "Post_authorId_fkey";

-- Alter column Post.authorId to be required
ALTER TABLE "Post" ALTER COLUMN "authorId" SET NOT NULL;

-- Add foreign key Post_authorId_fkey to Post
ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
