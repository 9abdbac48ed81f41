-- Drop foreign key t_yid_fkey of a.t
ALTER TABLE "a"."t" DROP CONSTRAINT "t_yid_fkey";

-- Drop index t_n_key of b.t
DROP INDEX "b"."t_n_key";

-- Drop index t_m_idx of a.t
DROP INDEX "a"."t_m_idx";

-- Move b.e to a
ALTER TYPE "b"."e" RENAME TO "e_moving";
ALTER TYPE "b"."e_moving" SET SCHEMA "a";

-- Move a.e to b
ALTER TYPE "a"."e" SET SCHEMA "b";

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

-- Rename enum a.e_moving to e
ALTER TYPE "a"."e_moving" RENAME TO "e";

-- Rename table a.t_moving to t
ALTER TABLE "a"."t_moving" RENAME TO "t";

-- Rename primary key a.t_pkey_moving to t_pkey
ALTER INDEX "a"."t_pkey_moving" RENAME TO "t_pkey";

-- Alter column b.t.n from INTEGER to BIGINT
ALTER TABLE "b"."t" ALTER COLUMN "n" TYPE BIGINT;

-- Change primary key of a.t
ALTER TABLE "a"."t" DROP CONSTRAINT "t_pkey",
    ADD CONSTRAINT "t_pkey" PRIMARY KEY ("n");

-- Create unique index t_id_key on a.t
CREATE UNIQUE INDEX "t_id_key" ON "a"."t" ("id");

-- Add foreign key t_yid_fkey to b.t
ALTER TABLE "b"."t" ADD CONSTRAINT "t_yid_fkey" FOREIGN KEY ("yid") REFERENCES "a"."t"("id") ON DELETE SET NULL ON UPDATE CASCADE;
