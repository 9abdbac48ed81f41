-- Move a.x to b
DO $$
DECLARE
    owned regclass := pg_get_serial_sequence('"a"."x"', 'id');
    home text;
    place text := '"b".';
    name text;
    number integer := 0;
BEGIN
    SELECT relnamespace::regnamespace::text || '.', relname INTO home, name FROM pg_class WHERE oid = owned;
    WHILE to_regclass(place || quote_ident(name)) IS NOT NULL
        OR (number > 0 AND to_regclass(home || quote_ident(name)) IS NOT NULL) LOOP
        number := number + 1;
        name := 'x_id_seq_moving' || number;
    END LOOP;
    IF number > 0 THEN
        EXECUTE format('ALTER SEQUENCE %s RENAME TO %I', owned, name);
    END IF;
END
$$;
ALTER TABLE "a"."x" SET SCHEMA "b";
