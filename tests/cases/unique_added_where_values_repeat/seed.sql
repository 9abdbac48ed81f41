INSERT INTO "User" VALUES (1, 'a', 'x'), (2, 'a', 'x');
