INSERT INTO "User" VALUES (1, '{user,user}'), (2, NULL);
