INSERT INTO "Customer" VALUES (1, 'a');
