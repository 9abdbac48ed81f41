-- Rename primary key User_pkey to user_primary
ALTER INDEX "User_pkey" RENAME TO "user_primary";

-- Rename foreign key Post_authorId_fkey of Post to post_author
ALTER TABLE "Post" RENAME CONSTRAINT "Post_authorId_fkey" TO "post_author";
