INSERT INTO "Post" VALUES (1), (2);
INSERT INTO "Tag" VALUES (1), (2);
INSERT INTO "_PostToTag" ("A", "B") VALUES (1, 1), (1, 2), (2, 2);
