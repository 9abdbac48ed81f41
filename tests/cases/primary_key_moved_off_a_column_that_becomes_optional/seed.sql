INSERT INTO "Place" VALUES (1, 'a', 3), (2, 'b', 3);
