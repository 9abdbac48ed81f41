INSERT INTO "User" ("id", "email") VALUES (1, 'a'), (2, 'b');
INSERT INTO "Post" VALUES (1, 1), (2, 1);
