-- Rename table First to First_renaming
ALTER TABLE "First" RENAME TO "First_renaming";

-- Rename table Second to First
ALTER TABLE "Second" RENAME TO "First";

-- Rename table First_renaming to Second
ALTER TABLE "First_renaming" RENAME TO "Second";

-- Rename primary key First_pkey to First_pkey_renaming
ALTER INDEX "First_pkey" RENAME TO "First_pkey_renaming";

-- Rename primary key Second_pkey to First_pkey
ALTER INDEX "Second_pkey" RENAME TO "First_pkey";

-- Rename primary key First_pkey_renaming to Second_pkey
ALTER INDEX "First_pkey_renaming" RENAME TO "Second_pkey";
