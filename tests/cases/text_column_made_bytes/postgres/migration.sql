-- Drop and recreate column users.meta to change from TEXT to BYTEA
ALTER TABLE "users" DROP COLUMN "meta",
    ADD COLUMN "meta" BYTEA;
