INSERT INTO tickets (number) VALUES (70), (80);
SELECT setval('tickets_old_seq', 500);
