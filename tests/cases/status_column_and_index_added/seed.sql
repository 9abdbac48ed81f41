INSERT INTO "users" ("id") VALUES (1);
INSERT INTO "posts" ("title", "author_id") VALUES ('a', 1), ('b', 1);
