-- Drop column contacts.nickname
ALTER TABLE "contacts" DROP COLUMN "nickname";

DELETE FROM "contacts" WHERE "email" LIKE '%@example.com';
