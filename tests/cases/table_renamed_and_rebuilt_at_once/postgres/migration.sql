-- Rename table User to users
ALTER TABLE "User" RENAME TO "users";

-- Rename primary key User_pkey to users_pkey
ALTER INDEX "User_pkey" RENAME TO "users_pkey";

-- Rename column users.name to full_name
ALTER TABLE "users" RENAME COLUMN "name" TO "full_name";

-- Alter column users.full_name to be required
ALTER TABLE "users" ALTER COLUMN "full_name" SET NOT NULL;
