INSERT INTO "User" ("name") VALUES ('a'), ('b');
INSERT INTO "Post" VALUES (1, 1), (2, 2);
