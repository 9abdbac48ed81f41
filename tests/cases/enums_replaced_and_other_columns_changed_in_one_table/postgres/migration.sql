-- Replace enum Role to change its values
ALTER TYPE "Role" RENAME TO "Role_old";
CREATE TYPE "Role" AS ENUM ('user');

-- Replace enum Status to change its values
ALTER TYPE "Status" RENAME TO "Status_old";
CREATE TYPE "Status" AS ENUM ('closed', 'open');
ALTER TABLE "Post" ALTER COLUMN "status" TYPE "Status" USING "status"::text::"Status";

-- Alter table User: column status to be required; column age from INTEGER to BIGINT; add column city; column role to the new version of enum Role; column status to the new version of enum Status
ALTER TABLE "User" ALTER COLUMN "status" SET NOT NULL,
    ALTER COLUMN "age" TYPE BIGINT,
    ADD COLUMN "city" TEXT,
    ALTER COLUMN "role" DROP DEFAULT,
    ALTER COLUMN "role" TYPE "Role" USING "role"::text::"Role",
    ALTER COLUMN "role" SET DEFAULT 'user',
    ALTER COLUMN "status" DROP DEFAULT,
    ALTER COLUMN "status" TYPE "Status" USING "status"::text::"Status",
    ALTER COLUMN "status" SET DEFAULT 'open';

-- Drop the old version of enum Role
DROP TYPE "Role_old";

-- Drop the old version of enum Status
DROP TYPE "Status_old";
