-- Add values to enum Role
ALTER TYPE "Role" ADD VALUE 'admin';
