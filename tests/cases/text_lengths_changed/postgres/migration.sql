-- Alter table User: column grows from VARCHAR(10) to VARCHAR(20); column endless from VARCHAR(10) to TEXT; column limited from TEXT to VARCHAR(20); column shrinks from VARCHAR(20) to VARCHAR(10)
ALTER TABLE "User" ALTER COLUMN "grows" TYPE VARCHAR(20),
    ALTER COLUMN "endless" TYPE TEXT,
    ALTER COLUMN "limited" TYPE VARCHAR(20),
    ALTER COLUMN "shrinks" TYPE VARCHAR(10);
