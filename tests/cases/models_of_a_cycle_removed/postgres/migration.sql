-- Drop table Person
ALTER TABLE "Team" DROP CONSTRAINT "Team_leadId_fkey";
DROP TABLE "Person";

-- Drop table Team
DROP TABLE "Team";
