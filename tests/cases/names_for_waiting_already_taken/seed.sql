INSERT INTO "Alpha" VALUES (1, 10, 20, 30, 'sad'), (2, 11, 21, NULL, 'happy_renaming');
INSERT INTO "Beta" VALUES (5);
