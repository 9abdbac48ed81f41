INSERT INTO "User" VALUES (1);
INSERT INTO "Note" VALUES (1, 'a'), (2, 'b');
