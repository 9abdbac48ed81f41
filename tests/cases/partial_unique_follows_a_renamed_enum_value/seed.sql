INSERT INTO "Ticket" VALUES (1, 7, 'open', 'open'), (2, 7, 'a', 'closed'), (3, 7, 'closed', 'failed'), (4, 8, 'b', 'lost');
