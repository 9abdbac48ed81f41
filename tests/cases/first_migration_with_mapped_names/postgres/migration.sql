-- Create table posts
CREATE TABLE "posts" (
    "post_id" INTEGER NOT NULL,
    "author_id" INTEGER NOT NULL,

    CONSTRAINT "posts_pkey" PRIMARY KEY ("post_id")
);

-- Create table users
CREATE TABLE "users" (
    "user_id" INTEGER NOT NULL,
    "first_name" TEXT NOT NULL,

    CONSTRAINT "users_pkey" PRIMARY KEY ("user_id")
);

-- Create index posts_author_id_idx on posts
CREATE INDEX "posts_author_id_idx" ON "posts" ("author_id");

-- Create unique index users_first_name_key on users
CREATE UNIQUE INDEX "users_first_name_key" ON "users" ("first_name");

-- Add foreign key posts_author_id_fkey to posts
ALTER TABLE "posts" ADD CONSTRAINT "posts_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "users"("user_id") ON DELETE RESTRICT ON UPDATE CASCADE;
