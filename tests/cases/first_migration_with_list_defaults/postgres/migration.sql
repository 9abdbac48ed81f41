-- Create enum Role
CREATE TYPE "Role" AS ENUM ('user', 'admin');

-- Create table Sample
CREATE TABLE "Sample" (
    "id" INTEGER NOT NULL,
    "texts" TEXT[] DEFAULT ARRAY['a', 'it''s', 'with, comma', '{brace}']::TEXT[],
    "none" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "wholes" INTEGER[] DEFAULT ARRAY[1, -2, 3]::INTEGER[],
    "flags" BOOLEAN[] DEFAULT ARRAY[true, false]::BOOLEAN[],
    "roles" "Role"[] DEFAULT ARRAY['admin']::"Role"[],

    CONSTRAINT "Sample_pkey" PRIMARY KEY ("id")
);
