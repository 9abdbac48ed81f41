INSERT INTO "users" ("email", "legacy_code") VALUES ('a', 'x'), ('b', NULL);
