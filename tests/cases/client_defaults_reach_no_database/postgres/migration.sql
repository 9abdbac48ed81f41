-- Create table Sample
CREATE TABLE "Sample" (
    "id" TEXT NOT NULL,
    "cuid" TEXT NOT NULL,
    "nano" TEXT NOT NULL,
    "ulid" TEXT NOT NULL,
    "changed" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Sample_pkey" PRIMARY KEY ("id")
);
