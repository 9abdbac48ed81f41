-- Replace enum Level to change its values
ALTER TYPE "Level" RENAME TO "Level_old";
CREATE TYPE "Level" AS ENUM ('low', 'high');
ALTER TABLE "User" ALTER COLUMN "level" DROP DEFAULT,
    ALTER COLUMN "level" TYPE "Level" USING "level"::text::"Level",
    ALTER COLUMN "level" SET DEFAULT 'low';
DROP TYPE "Level_old";
