-- Alter column User.tag from TEXT to TEXT[]
ALTER TABLE "User" ALTER COLUMN "tag" TYPE TEXT[] USING CASE WHEN "tag" IS NULL THEN NULL ELSE ARRAY["tag"] END;
