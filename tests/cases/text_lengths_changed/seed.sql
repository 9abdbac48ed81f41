INSERT INTO "User" VALUES (1, 'abcdefghij', 'abcdefghij', 'abc', 'abc');
