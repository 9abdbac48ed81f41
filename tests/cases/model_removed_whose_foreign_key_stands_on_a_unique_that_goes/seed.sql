INSERT INTO "User" VALUES (1, 'a');
INSERT INTO "Login" VALUES (1, 'a');
