-- Rename primary key _PostToTag_AB_pkey to _PostToTag_pkey
ALTER INDEX IF EXISTS "_PostToTag_AB_pkey" RENAME TO "_PostToTag_pkey";

-- Add column _PostToTag.note
ALTER TABLE "_PostToTag" ADD COLUMN "note" TEXT;
