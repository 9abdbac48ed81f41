INSERT INTO "Task" VALUES (1, 'x', 'z'), (2, 'y', NULL), (3, 'z', 'x');
