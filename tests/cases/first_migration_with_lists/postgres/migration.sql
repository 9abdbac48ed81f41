-- Create enum Role
CREATE TYPE "Role" AS ENUM ('user', 'admin');

-- Create table Sample
CREATE TABLE "Sample" (
    "id" INTEGER NOT NULL,
    "texts" TEXT[],
    "flags" BOOLEAN[],
    "wholes" INTEGER[],
    "bigs" BIGINT[],
    "reals" DOUBLE PRECISION[],
    "exacts" DECIMAL(65,30)[],
    "moments" TIMESTAMP(3)[],
    "documents" JSONB[],
    "blobs" BYTEA[],
    "roles" "Role"[],
    "codes" VARCHAR(8)[],

    CONSTRAINT "Sample_pkey" PRIMARY KEY ("id")
);
