-- Replace enum Role to change its values
ALTER TYPE "Role" RENAME TO "Role_old";
CREATE TYPE "Role" AS ENUM ('user');
ALTER TABLE "User" ALTER COLUMN "roles" DROP DEFAULT,
    ALTER COLUMN "roles" TYPE "Role"[] USING "roles"::text[]::"Role"[],
    ALTER COLUMN "roles" SET DEFAULT ARRAY['user']::"Role"[];
DROP TYPE "Role_old";
