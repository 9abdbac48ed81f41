-- As a table leaves it that was renamed.
ALTER SEQUENCE "Team_id_seq" RENAME TO "User_id_seq";
INSERT INTO "Team" ("name") VALUES ('one'), ('two');
INSERT INTO "User" ("id", "name") VALUES (7, 'Ada');
