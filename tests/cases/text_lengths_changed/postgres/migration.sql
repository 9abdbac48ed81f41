-- Alter column User.grows from VARCHAR(10) to VARCHAR(20)
ALTER TABLE "User" ALTER COLUMN "grows" TYPE VARCHAR(20);

-- Alter column User.endless from VARCHAR(10) to TEXT
ALTER TABLE "User" ALTER COLUMN "endless" TYPE TEXT;

-- Alter column User.limited from TEXT to VARCHAR(20)
ALTER TABLE "User" ALTER COLUMN "limited" TYPE VARCHAR(20);

-- Alter column User.shrinks from VARCHAR(20) to VARCHAR(10)
ALTER TABLE "User" ALTER COLUMN "shrinks" TYPE VARCHAR(10);
