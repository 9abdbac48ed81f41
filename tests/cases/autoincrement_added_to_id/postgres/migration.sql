-- Alter column User.id to number its rows
CREATE SEQUENCE "User_id_seq" AS INTEGER;
ALTER TABLE "User" ALTER COLUMN "id" SET DEFAULT nextval('"User_id_seq"');
ALTER SEQUENCE "User_id_seq" OWNED BY "User"."id";
SELECT setval('"User_id_seq"', GREATEST(MAX("id"), 1), COALESCE(MAX("id") > 0, false)) FROM "User";
