INSERT INTO "User" VALUES (1, 'a'), (7, 'b');
