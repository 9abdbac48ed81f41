-- Rename column User.id to id_renaming
ALTER TABLE "User" RENAME COLUMN "id" TO "id_renaming";

-- Rename column User.other to id
ALTER TABLE "User" RENAME COLUMN "other" TO "id";

-- Rename column User.id_renaming to other
ALTER TABLE "User" RENAME COLUMN "id_renaming" TO "other";

-- Add column Article.authorId
ALTER TABLE "Article" ADD COLUMN "authorId" INTEGER;

-- Add foreign key Article_authorId_fkey to Article
ALTER TABLE "Article" ADD CONSTRAINT "Article_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("other") ON DELETE SET NULL ON UPDATE CASCADE;
