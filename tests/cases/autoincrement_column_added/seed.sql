INSERT INTO "User" VALUES ('a'), ('b');
