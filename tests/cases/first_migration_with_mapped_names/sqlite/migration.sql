-- Create table posts
CREATE TABLE "posts" (
    "post_id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "author_id" INTEGER NOT NULL,
    CONSTRAINT "posts_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "users" ("user_id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- Create table users
CREATE TABLE "users" (
    "user_id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "first_name" TEXT NOT NULL
);

-- Create index posts_author_id_idx on posts
CREATE INDEX "posts_author_id_idx" ON "posts" ("author_id");

-- Create unique index users_first_name_key on users
CREATE UNIQUE INDEX "users_first_name_key" ON "users" ("first_name");
