-- Create table Post
CREATE TABLE "Post" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "authorId" INTEGER NOT NULL
);

-- Create index Post_authorId_idx on Post
CREATE INDEX "Post_authorId_idx" ON "Post" ("authorId");
