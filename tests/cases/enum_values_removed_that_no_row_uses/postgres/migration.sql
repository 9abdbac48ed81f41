-- Replace enum Role to change its values
ALTER TYPE "Role" RENAME TO "Role_old";
CREATE TYPE "Role" AS ENUM ('user');
ALTER TABLE "User" ALTER COLUMN "role" DROP DEFAULT,
    ALTER COLUMN "role" TYPE "Role" USING "role"::text::"Role",
    ALTER COLUMN "role" SET DEFAULT 'user',
    ALTER COLUMN "spare" TYPE "Role" USING "spare"::text::"Role";
DROP TYPE "Role_old";
