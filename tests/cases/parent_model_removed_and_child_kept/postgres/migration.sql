-- Drop foreign key Post_authorId_fkey of Post
ALTER TABLE "Post" DROP CONSTRAINT "Post_authorId_fkey";

-- Drop table User
DROP TABLE "User";
