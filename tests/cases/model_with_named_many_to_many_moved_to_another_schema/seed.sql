INSERT INTO "Person" VALUES (1), (2);
INSERT INTO "Tag" VALUES (1), (2);
INSERT INTO "_friends" VALUES (1, 2);
INSERT INTO "_labels" VALUES (2, 1), (2, 2);
