INSERT INTO "Sample" ("id", "changed") VALUES ('a', '2024-01-01 00:00:00');
