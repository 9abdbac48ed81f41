-- Alter table Post: column id from INTEGER to BIGINT; column authorId from INTEGER to BIGINT
ALTER TABLE "Post" ALTER COLUMN "id" TYPE BIGINT,
    ALTER COLUMN "authorId" TYPE BIGINT;
DO $$
DECLARE
    owned text := pg_get_serial_sequence('"Post"', 'id');
BEGIN
    IF owned IS NOT NULL THEN
        EXECUTE 'ALTER SEQUENCE ' || owned || ' AS BIGINT';
    END IF;
END
$$;

-- Alter column User.id from INTEGER to BIGINT
ALTER TABLE "User" ALTER COLUMN "id" TYPE BIGINT;
DO $$
DECLARE
    owned text := pg_get_serial_sequence('"User"', 'id');
BEGIN
    IF owned IS NOT NULL THEN
        EXECUTE 'ALTER SEQUENCE ' || owned || ' AS BIGINT';
    END IF;
END
$$;
