INSERT INTO "User" VALUES (1, '{a,b}'), (2, NULL);
