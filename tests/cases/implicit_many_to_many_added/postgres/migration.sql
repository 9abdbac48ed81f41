-- Create table _labels
CREATE TABLE "_labels" (
    "A" INTEGER NOT NULL,
    "B" INTEGER NOT NULL,

    CONSTRAINT "_labels_AB_pkey" PRIMARY KEY ("A", "B")
);

-- Create index _labels_B_index on _labels
CREATE INDEX "_labels_B_index" ON "_labels" ("B");

-- Add foreign key _labels_A_fkey to _labels
ALTER TABLE "_labels" ADD CONSTRAINT "_labels_A_fkey" FOREIGN KEY ("A") REFERENCES "Post"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Add foreign key _labels_B_fkey to _labels
ALTER TABLE "_labels" ADD CONSTRAINT "_labels_B_fkey" FOREIGN KEY ("B") REFERENCES "Tag"("id") ON DELETE CASCADE ON UPDATE CASCADE;
