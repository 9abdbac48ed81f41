-- Add column users.locale
ALTER TABLE "users" ADD COLUMN "locale" VARCHAR(8) NOT NULL DEFAULT 'en';
