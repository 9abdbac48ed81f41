-- Rename table gauge to Gauge of "all"
ALTER TABLE "gauge" RENAME TO "Gauge of ""all""";

-- Rename primary key gauge_pkey to Gauge of "all"_pkey
ALTER INDEX "gauge_pkey" RENAME TO "Gauge of ""all""_pkey";

-- Rename index gauge_height_key to Gauge of "all"_it's "high"_key
ALTER INDEX "gauge_height_key" RENAME TO "Gauge of ""all""_it's ""high""_key";

-- Rename index by to over
ALTER INDEX "by" RENAME TO "over";

-- Rename column Gauge of "all".height to it's "high"
ALTER TABLE "Gauge of ""all""" RENAME COLUMN "height" TO "it's ""high""";

-- Rename column Gauge of "all".open to height
ALTER TABLE "Gauge of ""all""" RENAME COLUMN "open" TO "height";

-- Alter column Gauge of "all".id from INTEGER to BIGINT
ALTER TABLE "Gauge of ""all""" ALTER COLUMN "id" TYPE BIGINT;
DO $$
DECLARE
    owned text := pg_get_serial_sequence('"Gauge of ""all"""', 'id');
BEGIN
    IF owned IS NOT NULL THEN
        EXECUTE 'ALTER SEQUENCE ' || owned || ' AS BIGINT';
    END IF;
END
$$;

-- Create unique index by on Gauge of "all"
CREATE UNIQUE INDEX "by" ON "Gauge of ""all""" ("code");
