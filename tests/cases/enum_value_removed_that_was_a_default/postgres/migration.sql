-- Replace enum Role to change its values
ALTER TYPE "Role" RENAME TO "Role_old";
CREATE TYPE "Role" AS ENUM ('user', 'admin');

-- Alter table User: column plain to admit NULL; columns role, roles, plain, again, late to the new version of enum Role
ALTER TABLE "User" ALTER COLUMN "plain" DROP NOT NULL,
    ALTER COLUMN "role" DROP DEFAULT,
    ALTER COLUMN "role" TYPE "Role" USING "role"::text::"Role",
    ALTER COLUMN "roles" DROP DEFAULT,
    ALTER COLUMN "roles" TYPE "Role"[] USING "roles"::text[]::"Role"[],
    ALTER COLUMN "roles" SET DEFAULT ARRAY['user']::"Role"[],
    ALTER COLUMN "plain" DROP DEFAULT,
    ALTER COLUMN "plain" TYPE "Role" USING "plain"::text::"Role",
    ALTER COLUMN "plain" SET DEFAULT 'admin',
    ALTER COLUMN "again" DROP DEFAULT,
    ALTER COLUMN "again" TYPE "Role" USING "again"::text::"Role",
    ALTER COLUMN "again" SET DEFAULT 'user',
    ALTER COLUMN "late" TYPE "Role" USING "late"::text::"Role",
    ALTER COLUMN "late" SET DEFAULT 'user';

-- Drop the old version of enum Role
DROP TYPE "Role_old";
