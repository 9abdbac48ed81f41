INSERT INTO "First" VALUES (1, 'l');
INSERT INTO "Second" VALUES (2, 'r'), (3, 's');
