-- Drop column orders.note
ALTER TABLE "orders" DROP COLUMN "note";

-- Rename column customers.name to full_name
ALTER TABLE "customers" RENAME COLUMN "name" TO "full_name";

-- Alter column order_items.quantity from INTEGER to BIGINT
ALTER TABLE "order_items" ALTER COLUMN "quantity" DROP DEFAULT,
    ALTER COLUMN "quantity" TYPE BIGINT,
    ALTER COLUMN "quantity" SET DEFAULT 1;

-- Alter column products.title from TEXT to VARCHAR(200)
ALTER TABLE "products" ALTER COLUMN "title" TYPE VARCHAR(200);
