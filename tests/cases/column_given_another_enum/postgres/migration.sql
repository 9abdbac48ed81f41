-- Create enum New
CREATE TYPE "New" AS ENUM ('a', 'b', 'c');

-- Alter column User.kind from "Old" to "New"
ALTER TABLE "User" ALTER COLUMN "kind" TYPE "New" USING "kind"::text::"New";

-- Drop enum Old
DROP TYPE "Old";
