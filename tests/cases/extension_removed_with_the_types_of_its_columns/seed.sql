INSERT INTO "User" VALUES (1, 'Ada@Example.org', 'Ada'), (2, 'bob@example.org', 'bob');
