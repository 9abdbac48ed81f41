-- Drop foreign key Post_authorId_fkey of Post
ALTER TABLE "Post" DROP CONSTRAINT "Post_authorId_fkey";

-- Drop column Post.authorId
ALTER TABLE "Post" DROP COLUMN "authorId";
