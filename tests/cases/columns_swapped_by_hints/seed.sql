INSERT INTO "Name" VALUES (1, 'Ada', 'Lovelace');
