INSERT INTO "Ticket" VALUES (1, NULL, 'bug'), (2, 'open', 'task');
