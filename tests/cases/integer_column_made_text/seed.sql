INSERT INTO "Event" VALUES (1, 42), (2, -1);
