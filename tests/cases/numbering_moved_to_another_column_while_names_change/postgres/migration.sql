-- Rename table tickets to ticket
ALTER TABLE "tickets" RENAME TO "ticket";

-- Rename primary key tickets_pkey to ticket_pkey
ALTER INDEX "tickets_pkey" RENAME TO "ticket_pkey";

-- Rename index tickets_number_key to ticket_number_key
ALTER INDEX "tickets_number_key" RENAME TO "ticket_number_key";

-- Rename column ticket.id to ticket_id
ALTER TABLE "ticket" RENAME COLUMN "id" TO "ticket_id";

-- Rename column ticket.old to id
ALTER TABLE "ticket" RENAME COLUMN "old" TO "id";

-- Alter table ticket: column ticket_id from INTEGER to BIGINT, no longer to number its rows; column number to number its rows; column id from BIGINT to INTEGER
ALTER TABLE "ticket" ALTER COLUMN "ticket_id" DROP IDENTITY IF EXISTS;
ALTER TABLE "ticket" ALTER COLUMN "ticket_id" TYPE BIGINT,
    ALTER COLUMN "ticket_id" DROP DEFAULT,
    ALTER COLUMN "id" TYPE INTEGER;
DO $$
DECLARE
    owned text := pg_get_serial_sequence('"ticket"', 'ticket_id');
BEGIN
    IF owned IS NOT NULL THEN
        EXECUTE 'DROP SEQUENCE ' || owned;
    END IF;
END
$$;
DO $$
DECLARE
    sequence text := quote_ident('ticket_number_seq');
    number integer := 0;
BEGIN
    WHILE to_regclass(sequence) IS NOT NULL LOOP
        number := number + 1;
        sequence := quote_ident('ticket_number_seq' || number);
    END LOOP;
    EXECUTE 'CREATE SEQUENCE ' || sequence || ' AS INTEGER OWNED BY "ticket"."number"';
    EXECUTE 'ALTER TABLE "ticket" ALTER COLUMN "number" SET DEFAULT nextval(' || quote_literal(sequence) || ')';
    EXECUTE 'SELECT setval(' || quote_literal(sequence) || ', GREATEST(MAX("number"), 1), COALESCE(MAX("number") > 0, false)) FROM "ticket"';
END
$$;
DO $$
DECLARE
    owned text := pg_get_serial_sequence('"ticket"', 'id');
BEGIN
    IF owned IS NOT NULL THEN
        EXECUTE 'ALTER SEQUENCE ' || owned || ' AS INTEGER';
    END IF;
END
$$;
