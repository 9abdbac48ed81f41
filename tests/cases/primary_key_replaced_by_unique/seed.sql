INSERT INTO "Setting" VALUES ('a', 'b');
