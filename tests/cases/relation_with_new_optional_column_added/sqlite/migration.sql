-- Add column Post.authorId with foreign key Post_authorId_fkey
ALTER TABLE "Post" ADD COLUMN "authorId" INTEGER CONSTRAINT "Post_authorId_fkey" REFERENCES "User" ("id") ON DELETE SET NULL ON UPDATE CASCADE;
