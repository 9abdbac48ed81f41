CREATE TYPE async AS ENUM ('very happy', '2x', '_hidden', 'a-b', 'a_b', '', 'ok');
CREATE TABLE "class" (id int PRIMARY KEY, "select" text, "2fa" text, "_secret" text, "a b" text, "a-b" text, "a_b" text, state async DEFAULT 'a-b', states async[] DEFAULT '{2x,"very happy"}');
CREATE TABLE "2024 sales" (id int PRIMARY KEY, "user" int REFERENCES "class");
CREATE TABLE "_private" (id int PRIMARY KEY);
CREATE TABLE private (id int PRIMARY KEY);
CREATE TABLE "String" (id int PRIMARY KEY, "Größe" int, "say ""hi""" int);
CREATE TABLE "___" (id int PRIMARY KEY);
CREATE INDEX ON "class" ("a b", "2fa" DESC);
