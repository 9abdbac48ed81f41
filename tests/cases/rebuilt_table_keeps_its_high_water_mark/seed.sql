INSERT INTO "User" ("name") VALUES ('a'), ('b'), ('c');
DELETE FROM "User" WHERE "id" > 1;
INSERT INTO "Empty" ("name") VALUES ('a'), ('b');
DELETE FROM "Empty";
