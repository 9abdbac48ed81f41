INSERT INTO "User" VALUES (1, 'low'), (2, 'high');
