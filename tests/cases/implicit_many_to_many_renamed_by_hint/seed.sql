INSERT INTO "Post" VALUES (1), (2);
INSERT INTO "Tag" VALUES (1);
INSERT INTO "_PostToTag" ("A", "B") VALUES (1, 1), (2, 1);
