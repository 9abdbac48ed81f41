INSERT INTO "Doc" VALUES (1, '{a}', 'x');
