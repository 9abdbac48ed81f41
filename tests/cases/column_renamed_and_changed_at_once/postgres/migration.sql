-- Rename table User to people
ALTER TABLE "User" RENAME TO "people";

-- Rename primary key User_pkey to people_pkey
ALTER INDEX "User_pkey" RENAME TO "people_pkey";

-- Rename column people.age to years
ALTER TABLE "people" RENAME COLUMN "age" TO "years";

-- Alter column people.years from INTEGER to BIGINT, to its new default, to be required
ALTER TABLE "people" ALTER COLUMN "years" TYPE BIGINT,
    ALTER COLUMN "years" SET DEFAULT 0,
    ALTER COLUMN "years" SET NOT NULL;
