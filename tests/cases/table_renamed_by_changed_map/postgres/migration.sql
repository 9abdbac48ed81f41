-- Rename table Post to articles
ALTER TABLE "Post" RENAME TO "articles";

-- Rename table User to people
ALTER TABLE "User" RENAME TO "people";

-- Rename primary key Post_pkey to articles_pkey
ALTER INDEX "Post_pkey" RENAME TO "articles_pkey";

-- Rename primary key User_pkey to people_pkey
ALTER INDEX "User_pkey" RENAME TO "people_pkey";

-- Rename index Post_authorId_idx to articles_authorId_idx
ALTER INDEX "Post_authorId_idx" RENAME TO "articles_authorId_idx";

-- Rename index User_email_key to people_email_key
ALTER INDEX "User_email_key" RENAME TO "people_email_key";

-- Rename foreign key Post_authorId_fkey of articles to articles_authorId_fkey
ALTER TABLE "articles" RENAME CONSTRAINT "Post_authorId_fkey" TO "articles_authorId_fkey";
