-- Alter column Price.wider from DECIMAL(8,2) to DECIMAL(12,2)
ALTER TABLE "Price" ALTER COLUMN "wider" TYPE DECIMAL(12,2);

-- Alter column Price.finer from DECIMAL(8,2) to DECIMAL(10,4)
ALTER TABLE "Price" ALTER COLUMN "finer" TYPE DECIMAL(10,4);

-- Alter column Price.coarse from DECIMAL(8,2) to DECIMAL(8,0)
ALTER TABLE "Price" ALTER COLUMN "coarse" TYPE DECIMAL(8,0);

-- Alter column Price.free from DECIMAL(8,2) to DOUBLE PRECISION
ALTER TABLE "Price" ALTER COLUMN "free" TYPE DOUBLE PRECISION;
