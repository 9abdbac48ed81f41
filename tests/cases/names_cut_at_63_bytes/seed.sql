INSERT INTO "AVeryLongModelNameThatNobodyWouldTypeTwiceInTheirLife" VALUES (1, 'a'), (2, 'b');
