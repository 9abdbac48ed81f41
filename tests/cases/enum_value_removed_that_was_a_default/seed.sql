INSERT INTO "User" ("id", "role", "roles", "plain") VALUES (1, 'user', '{admin}', 'admin');
