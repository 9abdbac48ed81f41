INSERT INTO "Article" VALUES (1), (2);
INSERT INTO "Tag" VALUES (1), (2);
INSERT INTO "_Labels" VALUES (1, 2), (2, 2);
