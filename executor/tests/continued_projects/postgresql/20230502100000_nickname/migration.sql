ALTER TABLE "users" ADD COLUMN "nickname" TEXT;
ALTER TABLE "users" DROP COLUMN "legacy_code";
