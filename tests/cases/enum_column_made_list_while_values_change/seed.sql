INSERT INTO "User" VALUES (1, 'user'), (2, NULL), (3, 'admin');
