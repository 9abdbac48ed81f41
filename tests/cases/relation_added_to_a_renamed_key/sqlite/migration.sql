-- Rename column User.id to _old_id
ALTER TABLE "User" RENAME COLUMN "id" TO "_old_id";

-- Rename column User.other to id
ALTER TABLE "User" RENAME COLUMN "other" TO "id";

-- Rename column User._old_id to other
ALTER TABLE "User" RENAME COLUMN "_old_id" TO "other";

-- Add column Article.authorId with foreign key Article_authorId_fkey
ALTER TABLE "Article" ADD COLUMN "authorId" INTEGER CONSTRAINT "Article_authorId_fkey" REFERENCES "User" ("other") ON DELETE SET NULL ON UPDATE CASCADE;
