INSERT INTO "User" VALUES (1, 'x'), (2, NULL);
