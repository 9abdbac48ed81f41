INSERT INTO "User" ("name", "age", "legacy", "email") VALUES ('a', 1, 'x', 'e1'), ('b', 2, NULL, 'e2');
