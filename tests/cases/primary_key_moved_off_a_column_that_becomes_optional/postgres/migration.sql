-- Drop index Place_code_key of Place
DROP INDEX "Place_code_key";

-- Drop primary key of Place
ALTER TABLE "Place" DROP CONSTRAINT "Place_pkey";

-- Alter column Place.id to admit NULL
ALTER TABLE "Place" ALTER COLUMN "id" DROP NOT NULL;

-- Change primary key of Place
ALTER TABLE "Place" ADD CONSTRAINT "Place_pkey" PRIMARY KEY ("code");

-- Create unique index Place_id_key on Place
CREATE UNIQUE INDEX "Place_id_key" ON "Place" ("id");
