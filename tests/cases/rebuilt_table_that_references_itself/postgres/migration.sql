-- Alter column Category.name to admit NULL
ALTER TABLE "Category" ALTER COLUMN "name" DROP NOT NULL;
