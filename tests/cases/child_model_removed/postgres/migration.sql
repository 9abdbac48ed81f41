-- Drop table Post
DROP TABLE "Post";
