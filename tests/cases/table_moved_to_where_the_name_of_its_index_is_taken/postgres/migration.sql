-- Move a.x to b
ALTER INDEX "a"."shared" RENAME TO "shared_moving";
ALTER TABLE "a"."x" SET SCHEMA "b";

-- Rename index b.shared to shared2
ALTER INDEX "b"."shared" RENAME TO "shared2";

-- Rename index b.shared_moving to shared
ALTER INDEX "b"."shared_moving" RENAME TO "shared";
