-- Drop table visits
DROP TABLE "visits";

-- Drop column accounts.fax_number
ALTER TABLE "accounts" DROP COLUMN "fax_number";

-- Drop column contacts.nickname
ALTER TABLE "contacts" DROP COLUMN "nickname";
