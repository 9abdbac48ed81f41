-- Create table Post
CREATE TABLE "Post" (
    "id" INTEGER NOT NULL,
    "authorId" INTEGER NOT NULL,

    CONSTRAINT "Post_pkey" PRIMARY KEY ("id")
);

-- Create index Post_authorId_idx on Post
CREATE INDEX "Post_authorId_idx" ON "Post" ("authorId");
