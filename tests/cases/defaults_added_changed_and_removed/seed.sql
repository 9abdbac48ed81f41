INSERT INTO "User" ("id", "added") VALUES (1, 'a');
