-- Rename column customers.name to full_name
ALTER TABLE "customers" RENAME COLUMN "name" TO "full_name";

-- Rename column orders.total to grand_total
ALTER TABLE "orders" RENAME COLUMN "total" TO "grand_total";
