INSERT INTO "Post" VALUES (1, 'open'), (2, 'closed');
INSERT INTO "User" VALUES (1, 'user', 'open', 30, 'a'), (2, 'user', 'closed', 40, NULL);
