-- Alter column users.age from BIGINT to INTEGER
ALTER TABLE "users" ALTER COLUMN "age" TYPE INTEGER;
