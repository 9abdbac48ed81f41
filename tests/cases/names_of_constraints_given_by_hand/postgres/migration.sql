-- Create table Post
CREATE TABLE "Post" (
    "id" INTEGER NOT NULL,
    "authorId" INTEGER NOT NULL,

    CONSTRAINT "Post_pkey" PRIMARY KEY ("id")
);

-- Create table User
CREATE TABLE "User" (
    "id" INTEGER NOT NULL,
    "email" TEXT NOT NULL,

    CONSTRAINT "users_primary" PRIMARY KEY ("id")
);

-- Create index posts_by_author on Post
CREATE INDEX "posts_by_author" ON "Post" ("authorId");

-- Create unique index users_email_once on User
CREATE UNIQUE INDEX "users_email_once" ON "User" ("email");

-- Add foreign key post_author to Post
ALTER TABLE "Post" ADD CONSTRAINT "post_author" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
