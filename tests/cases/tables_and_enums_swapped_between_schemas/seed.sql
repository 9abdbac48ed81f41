INSERT INTO "b"."t" ("n") VALUES ('one'), ('two');
INSERT INTO "a"."t" ("n", "m", "yid") VALUES (7, 8, 2), (9, 10, NULL);
