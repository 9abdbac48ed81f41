-- Rename table _PostToTag to _labels
ALTER TABLE "_PostToTag" RENAME TO "_labels";

-- Rename primary key _PostToTag_AB_pkey to _labels_AB_pkey
ALTER INDEX IF EXISTS "_PostToTag_AB_pkey" RENAME TO "_labels_AB_pkey";
ALTER INDEX IF EXISTS "_PostToTag_AB_unique" RENAME TO "_labels_AB_unique";

-- Rename index _PostToTag_B_index to _labels_B_index
ALTER INDEX "_PostToTag_B_index" RENAME TO "_labels_B_index";

-- Rename foreign key _PostToTag_A_fkey of _labels to _labels_A_fkey
ALTER TABLE "_labels" RENAME CONSTRAINT "_PostToTag_A_fkey" TO "_labels_A_fkey";

-- Rename foreign key _PostToTag_B_fkey of _labels to _labels_B_fkey
ALTER TABLE "_labels" RENAME CONSTRAINT "_PostToTag_B_fkey" TO "_labels_B_fkey";
