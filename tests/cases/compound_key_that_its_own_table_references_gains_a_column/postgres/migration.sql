-- Drop foreign key Part_inTenant_inCode_fkey of Part
ALTER TABLE "Part" DROP CONSTRAINT "Part_inTenant_inCode_fkey";

-- Add columns release, inRelease to Part
ALTER TABLE "Part" ADD COLUMN "release" INTEGER NOT NULL DEFAULT 1,
    ADD COLUMN "inRelease" INTEGER;

-- Change primary key of Part
ALTER TABLE "Part" DROP CONSTRAINT "Part_pkey",
    ADD CONSTRAINT "Part_pkey" PRIMARY KEY ("tenant", "code", "release");

-- Add foreign key Part_inTenant_inCode_inRelease_fkey to Part
ALTER TABLE "Part" ADD CONSTRAINT "Part_inTenant_inCode_inRelease_fkey" FOREIGN KEY ("inTenant", "inCode", "inRelease") REFERENCES "Part"("tenant", "code", "release") ON DELETE CASCADE ON UPDATE CASCADE;
