-- Create extension hstore
CREATE EXTENSION IF NOT EXISTS "hstore";

-- Alter table User: column email from CITEXT to TEXT; column name from CITEXT to VARCHAR(40)
ALTER TABLE "User" ALTER COLUMN "email" TYPE TEXT,
    ALTER COLUMN "name" TYPE VARCHAR(40);

-- Drop extension citext
DROP EXTENSION "citext";
