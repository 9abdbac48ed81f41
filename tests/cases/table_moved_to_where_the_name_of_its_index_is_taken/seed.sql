INSERT INTO "a"."x" VALUES (1, 2);
INSERT INTO "b"."y" VALUES (1, 'two');
