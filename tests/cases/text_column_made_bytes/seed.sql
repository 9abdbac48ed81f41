INSERT INTO "users" VALUES (1, 'abc'), (2, NULL);
