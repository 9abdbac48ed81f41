INSERT INTO "User" VALUES (1, 'a');
