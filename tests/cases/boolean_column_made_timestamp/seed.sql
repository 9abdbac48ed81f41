INSERT INTO "User" VALUES (1, true), (2, NULL);
