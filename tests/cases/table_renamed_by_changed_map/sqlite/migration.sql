-- Drop index Post_authorId_idx
DROP INDEX "Post_authorId_idx";

-- Drop index User_email_key
DROP INDEX "User_email_key";

-- Rename table Post to articles
ALTER TABLE "Post" RENAME TO "articles";

-- Rename table User to people
ALTER TABLE "User" RENAME TO "people";

-- Create index articles_authorId_idx on articles
CREATE INDEX "articles_authorId_idx" ON "articles" ("authorId");

-- Create unique index people_email_key on people
CREATE UNIQUE INDEX "people_email_key" ON "people" ("email");
