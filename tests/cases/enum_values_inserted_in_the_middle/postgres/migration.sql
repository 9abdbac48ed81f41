-- Add values to enum Level
ALTER TYPE "Level" ADD VALUE 'none' BEFORE 'low';
ALTER TYPE "Level" ADD VALUE 'middle' BEFORE 'high';
ALTER TYPE "Level" ADD VALUE 'upper' BEFORE 'high';
