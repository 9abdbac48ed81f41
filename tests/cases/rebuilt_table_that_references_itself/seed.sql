INSERT INTO "Category" ("name", "parentId") VALUES ('root', NULL), ('leaf', 1), ('twig', 2);
