INSERT INTO "Membership" VALUES (1, 2), (2, 1);
