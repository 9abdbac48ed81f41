-- Rename table First to _old_First
ALTER TABLE "First" RENAME TO "_old_First";

-- Rename table Second to First
ALTER TABLE "Second" RENAME TO "First";

-- Rename table _old_First to Second
ALTER TABLE "_old_First" RENAME TO "Second";
