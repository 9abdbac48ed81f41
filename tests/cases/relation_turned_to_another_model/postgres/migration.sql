-- Drop foreign key Post_ownerId_fkey of Post
ALTER TABLE "Post" DROP CONSTRAINT "Post_ownerId_fkey";

-- Add foreign key Post_ownerId_fkey to Post
ALTER TABLE "Post" ADD CONSTRAINT "Post_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Team"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
