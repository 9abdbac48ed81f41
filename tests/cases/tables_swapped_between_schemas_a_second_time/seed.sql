-- As the first time left it.
ALTER SEQUENCE "a"."t_id_seq" RENAME TO "t_id_seq_moving";
INSERT INTO "a"."t" ("n") VALUES (7), (8);
INSERT INTO "b"."t" ("n") VALUES (9);
