-- Rename values of enum Role
ALTER TYPE "Role" RENAME VALUE 'admin' TO 'administrator';
