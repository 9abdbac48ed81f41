-- Rename values of enum Slot
ALTER TYPE "Slot" RENAME VALUE 'first' TO 'first_renaming';
ALTER TYPE "Slot" RENAME VALUE 'second' TO 'first';
ALTER TYPE "Slot" RENAME VALUE 'first_renaming' TO 'second';
