-- Alter column User.id from INTEGER to TEXT, no longer to number its rows
ALTER TABLE "User" ALTER COLUMN "id" DROP IDENTITY IF EXISTS;
ALTER TABLE "User" ALTER COLUMN "id" TYPE TEXT,
    ALTER COLUMN "id" DROP DEFAULT;
DO $$
DECLARE
    owned text := pg_get_serial_sequence('"User"', 'id');
BEGIN
    IF owned IS NOT NULL THEN
        EXECUTE 'DROP SEQUENCE ' || owned;
    END IF;
END
$$;
