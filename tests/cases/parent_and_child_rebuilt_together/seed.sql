INSERT INTO "User" VALUES (1, 'a');
INSERT INTO "Post" VALUES (1, 'x', 1), (2, 'y', 1);
