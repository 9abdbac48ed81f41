INSERT INTO "Stock" VALUES ('a', 1, 10), ('b', 1, 20);
