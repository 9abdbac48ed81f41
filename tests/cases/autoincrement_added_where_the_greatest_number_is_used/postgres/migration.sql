-- Alter table User: column id to number its rows; column rank to number its rows
CREATE SEQUENCE "User_id_seq" AS BIGINT;
CREATE SEQUENCE "User_rank_seq" AS INTEGER;
ALTER TABLE "User" ALTER COLUMN "id" SET DEFAULT nextval('"User_id_seq"'),
    ALTER COLUMN "rank" SET DEFAULT nextval('"User_rank_seq"');
ALTER SEQUENCE "User_id_seq" OWNED BY "User"."id";
SELECT setval('"User_id_seq"', GREATEST(MAX("id"), 1), COALESCE(MAX("id") > 0, false)) FROM "User";
ALTER SEQUENCE "User_rank_seq" OWNED BY "User"."rank";
SELECT setval('"User_rank_seq"', GREATEST(MAX("rank"), 1), COALESCE(MAX("rank") > 0, false)) FROM "User";
