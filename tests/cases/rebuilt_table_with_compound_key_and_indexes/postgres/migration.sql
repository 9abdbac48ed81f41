-- Alter column Stock.amount to admit NULL
ALTER TABLE "Stock" ALTER COLUMN "amount" DROP NOT NULL;
