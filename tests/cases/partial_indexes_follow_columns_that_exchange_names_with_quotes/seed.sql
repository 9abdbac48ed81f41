INSERT INTO gauge (height, open, code) VALUES (1, true, 'a'), (1, false, 'b'), (NULL, false, 'c');
