-- Rename values of enum State
ALTER TYPE "State" RENAME VALUE 'open' TO 'active';
ALTER TYPE "State" RENAME VALUE 'closed' TO 'closed_renaming';
ALTER TYPE "State" RENAME VALUE 'failed' TO 'closed';
ALTER TYPE "State" RENAME VALUE 'closed_renaming' TO 'failed';
