-- Replace enum Role to change its values
ALTER TYPE "Role" RENAME TO "Role_old";
CREATE TYPE "Role" AS ENUM ('user');
ALTER TABLE "User" ALTER COLUMN "roles" DROP DEFAULT,
    ALTER COLUMN "roles" TYPE "Role"[] USING "roles"::text[]::"Role"[];
DROP TYPE "Role_old";

-- Alter column User.roles to its new default
ALTER TABLE "User" ALTER COLUMN "roles" SET DEFAULT ARRAY['user']::"Role"[];
