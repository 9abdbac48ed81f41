-- Rename values of enum Stage
ALTER TYPE "Stage" RENAME VALUE 'x' TO 'x_renaming';
ALTER TYPE "Stage" RENAME VALUE 'z' TO 'x';
ALTER TYPE "Stage" RENAME VALUE 'y' TO 'z';
ALTER TYPE "Stage" RENAME VALUE 'x_renaming' TO 'y';

-- Alter column Task.stage to its new default
ALTER TABLE "Task" ALTER COLUMN "stage" SET DEFAULT 'z';
