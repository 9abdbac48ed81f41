-- Rename enum one to one_renaming
ALTER TYPE "one" RENAME TO "one_renaming";

-- Rename table two to one
ALTER TABLE "two" RENAME TO "one";

-- Rename enum one_renaming to two
ALTER TYPE "one_renaming" RENAME TO "two";

-- Rename primary key two_key to two_key_renaming
ALTER INDEX "two_key" RENAME TO "two_key_renaming";

-- Rename index two_size to two_key
ALTER INDEX "two_size" RENAME TO "two_key";

-- Rename primary key two_key_renaming to two_size
ALTER INDEX "two_key_renaming" RENAME TO "two_size";

-- Alter table one: column kind to its new default; column kinds to its new default
ALTER TABLE "one" ALTER COLUMN "kind" SET DEFAULT 'large',
    ALTER COLUMN "kinds" SET DEFAULT ARRAY['small', 'large']::"two"[];
