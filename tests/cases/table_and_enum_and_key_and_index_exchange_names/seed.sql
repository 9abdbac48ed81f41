INSERT INTO two VALUES (1, 'small', '{small,large}', 3), (2, 'large', '{}', 3);
