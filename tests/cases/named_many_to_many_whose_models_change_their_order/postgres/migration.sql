-- Drop index _Labels_B_index of _Labels
DROP INDEX "_Labels_B_index";

-- Rename table Article to Zine
ALTER TABLE "Article" RENAME TO "Zine";

-- Rename primary key Article_pkey to Zine_pkey
ALTER INDEX "Article_pkey" RENAME TO "Zine_pkey";

-- Rename column _Labels.A to A_renaming
ALTER TABLE "_Labels" RENAME COLUMN "A" TO "A_renaming";

-- Rename column _Labels.B to A
ALTER TABLE "_Labels" RENAME COLUMN "B" TO "A";

-- Rename column _Labels.A_renaming to B
ALTER TABLE "_Labels" RENAME COLUMN "A_renaming" TO "B";

-- Rename foreign key _Labels_A_fkey of _Labels to _Labels_A_fkey_renaming
ALTER TABLE "_Labels" RENAME CONSTRAINT "_Labels_A_fkey" TO "_Labels_A_fkey_renaming";

-- Rename foreign key _Labels_B_fkey of _Labels to _Labels_A_fkey
ALTER TABLE "_Labels" RENAME CONSTRAINT "_Labels_B_fkey" TO "_Labels_A_fkey";

-- Rename foreign key _Labels_A_fkey_renaming of _Labels to _Labels_B_fkey
ALTER TABLE "_Labels" RENAME CONSTRAINT "_Labels_A_fkey_renaming" TO "_Labels_B_fkey";

-- Change primary key of _Labels
ALTER TABLE "_Labels" DROP CONSTRAINT IF EXISTS "_Labels_AB_pkey";
DROP INDEX IF EXISTS "_Labels_AB_unique";
ALTER TABLE "_Labels" ADD CONSTRAINT "_Labels_AB_pkey" PRIMARY KEY ("A", "B");

-- Create index _Labels_B_index on _Labels
CREATE INDEX "_Labels_B_index" ON "_Labels" ("B");
