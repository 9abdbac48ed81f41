INSERT INTO "User" VALUES (1, 'a'), (2, 'b');
