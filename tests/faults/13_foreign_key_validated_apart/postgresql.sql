-- Replace foreign key Post_authorId_fkey on Post, unchecked at first
ALTER TABLE "Post" DROP CONSTRAINT "Post_authorId_fkey";
ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "people" ("id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;

-- comon: transaction

-- Check it while others write
ALTER TABLE "Post" VALIDATE CONSTRAINT "Post_authorId_fkey";
