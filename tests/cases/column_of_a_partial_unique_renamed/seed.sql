INSERT INTO "User" VALUES (1, 'a'), (2, NULL), (3, NULL);
