-- Drop foreign key Post_authorId_fkey of Post
ALTER TABLE "Post" DROP CONSTRAINT "Post_authorId_fkey";

-- Alter column Post.title to admit NULL
ALTER TABLE "Post" ALTER COLUMN "title" DROP NOT NULL;

-- Alter column User.name to admit NULL
ALTER TABLE "User" ALTER COLUMN "name" DROP NOT NULL;

-- Add foreign key Post_authorId_fkey to Post
ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
