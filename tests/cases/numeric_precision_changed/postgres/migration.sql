-- Alter table Price: column wider from DECIMAL(8,2) to DECIMAL(12,2); column finer from DECIMAL(8,2) to DECIMAL(10,4); column coarse from DECIMAL(8,2) to DECIMAL(8,0); column free from DECIMAL(8,2) to DOUBLE PRECISION
ALTER TABLE "Price" ALTER COLUMN "wider" TYPE DECIMAL(12,2),
    ALTER COLUMN "finer" TYPE DECIMAL(10,4),
    ALTER COLUMN "coarse" TYPE DECIMAL(8,0),
    ALTER COLUMN "free" TYPE DOUBLE PRECISION;
