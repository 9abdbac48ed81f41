INSERT INTO "Part" VALUES (1, 'a', NULL, NULL), (1, 'b', 1, 'a'), (2, 'a', 1, 'b'), (2, 'b', 2, 'b');
