CREATE TABLE "User" (id int PRIMARY KEY, name text);
CREATE TABLE "Post" (id int PRIMARY KEY, "authorId" int NOT NULL, "teamId" int REFERENCES "User");
CREATE INDEX "Post_authorId_idx" ON "Post" ("authorId");
