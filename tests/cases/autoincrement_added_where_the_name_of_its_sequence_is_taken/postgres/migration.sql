-- Alter column User.id to number its rows
DO $$
DECLARE
    sequence text := quote_ident('User_id_seq');
    number integer := 0;
BEGIN
    WHILE to_regclass(sequence) IS NOT NULL LOOP
        number := number + 1;
        sequence := quote_ident('User_id_seq' || number);
    END LOOP;
    EXECUTE 'CREATE SEQUENCE ' || sequence || ' AS INTEGER OWNED BY "User"."id"';
    EXECUTE 'ALTER TABLE "User" ALTER COLUMN "id" SET DEFAULT nextval(' || quote_literal(sequence) || ')';
    EXECUTE 'SELECT setval(' || quote_literal(sequence) || ', GREATEST(MAX("id"), 1), COALESCE(MAX("id") > 0, false)) FROM "User"';
END
$$;
