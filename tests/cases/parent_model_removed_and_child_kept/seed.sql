INSERT INTO "User" VALUES (1);
INSERT INTO "Post" VALUES (1, 'a', 1), (2, 'b', 1);
