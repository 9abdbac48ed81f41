-- Tables that had another name keep its sequence.
ALTER SEQUENCE "b"."y_id_seq" RENAME TO "x_id_seq";
ALTER SEQUENCE "b"."z_id_seq" RENAME TO "x_id_seq_moving1";
INSERT INTO "a"."x" ("n") VALUES (7), (8);
INSERT INTO "b"."y" ("n") VALUES (9);
