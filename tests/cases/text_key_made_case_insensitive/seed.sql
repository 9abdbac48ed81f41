INSERT INTO "User" VALUES ('ann', 'A@x', 'Rome'), ('bob', 'a@x', 'rome');
