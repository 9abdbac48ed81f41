-- Rename values of enum Mood
ALTER TYPE "Mood" RENAME VALUE 'happy' TO 'happy_renaming2';
ALTER TYPE "Mood" RENAME VALUE 'sad' TO 'happy';
ALTER TYPE "Mood" RENAME VALUE 'happy_renaming2' TO 'sad';

-- Rename table Alpha to Alpha_renaming2
ALTER TABLE "Alpha" RENAME TO "Alpha_renaming2";

-- Rename table Beta to Alpha
ALTER TABLE "Beta" RENAME TO "Alpha";

-- Rename table Alpha_renaming2 to Beta
ALTER TABLE "Alpha_renaming2" RENAME TO "Beta";

-- Rename primary key Alpha_pkey to Alpha_pkey_renaming
ALTER INDEX "Alpha_pkey" RENAME TO "Alpha_pkey_renaming";

-- Rename primary key Beta_pkey to Alpha_pkey
ALTER INDEX "Beta_pkey" RENAME TO "Alpha_pkey";

-- Rename primary key Alpha_pkey_renaming to Beta_pkey
ALTER INDEX "Alpha_pkey_renaming" RENAME TO "Beta_pkey";

-- Rename column Beta.x to x_renaming2
ALTER TABLE "Beta" RENAME COLUMN "x" TO "x_renaming2";

-- Rename column Beta.y to x
ALTER TABLE "Beta" RENAME COLUMN "y" TO "x";

-- Rename column Beta.x_renaming2 to y
ALTER TABLE "Beta" RENAME COLUMN "x_renaming2" TO "y";
