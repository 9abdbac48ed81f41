INSERT INTO "User" ("id", "text", "truth", "wider", "narrow") VALUES (1, 'nobody', true, 'admin', 'guest');
