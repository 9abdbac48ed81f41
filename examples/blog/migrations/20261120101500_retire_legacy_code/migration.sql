-- Drop column users.legacy_code
ALTER TABLE "users" DROP COLUMN "legacy_code";
