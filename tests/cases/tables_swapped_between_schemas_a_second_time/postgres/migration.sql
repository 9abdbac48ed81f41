-- Move b.t to a
ALTER INDEX "b"."t_pkey" RENAME TO "t_pkey_moving";
DO $$
DECLARE
    owned regclass := pg_get_serial_sequence('"b"."t"', 'id');
    home text;
    place text := '"a".';
    name text;
    number integer := 0;
BEGIN
    SELECT relnamespace::regnamespace::text || '.', relname INTO home, name FROM pg_class WHERE oid = owned;
    WHILE to_regclass(place || quote_ident(name)) IS NOT NULL
        OR (number > 0 AND to_regclass(home || quote_ident(name)) IS NOT NULL) LOOP
        number := number + 1;
        name := 't_id_seq_moving' || number;
    END LOOP;
    IF number > 0 THEN
        EXECUTE format('ALTER SEQUENCE %s RENAME TO %I', owned, name);
    END IF;
END
$$;
ALTER TABLE "b"."t" RENAME TO "t_moving";
ALTER TABLE "b"."t_moving" SET SCHEMA "a";

-- Move a.t to b
DO $$
DECLARE
    owned regclass := pg_get_serial_sequence('"a"."t"', 'id');
    home text;
    place text := '"b".';
    name text;
    number integer := 0;
BEGIN
    SELECT relnamespace::regnamespace::text || '.', relname INTO home, name FROM pg_class WHERE oid = owned;
    WHILE to_regclass(place || quote_ident(name)) IS NOT NULL
        OR (number > 0 AND to_regclass(home || quote_ident(name)) IS NOT NULL) LOOP
        number := number + 1;
        name := 't_id_seq_moving' || number;
    END LOOP;
    IF number > 0 THEN
        EXECUTE format('ALTER SEQUENCE %s RENAME TO %I', owned, name);
    END IF;
END
$$;
ALTER TABLE "a"."t" SET SCHEMA "b";

-- Rename table a.t_moving to t
ALTER TABLE "a"."t_moving" RENAME TO "t";

-- Rename primary key a.t_pkey_moving to t_pkey
ALTER INDEX "a"."t_pkey_moving" RENAME TO "t_pkey";
