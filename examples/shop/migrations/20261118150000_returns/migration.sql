-- Add values to enum order_status
ALTER TYPE "order_status" ADD VALUE 'cancelled';

-- Add column orders.note
ALTER TABLE "orders" ADD COLUMN "note" TEXT;

-- Create table returns
CREATE TABLE "returns" (
    "id" SERIAL NOT NULL,
    "order_id" INTEGER NOT NULL,
    "product_id" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "returns_pkey" PRIMARY KEY ("id")
);

-- Create index returns_order_id_product_id_idx on returns
CREATE INDEX "returns_order_id_product_id_idx" ON "returns" ("order_id", "product_id");

-- Add foreign key returns_order_id_product_id_fkey to returns
ALTER TABLE "returns" ADD CONSTRAINT "returns_order_id_product_id_fkey" FOREIGN KEY ("order_id", "product_id") REFERENCES "order_items"("order_id", "product_id") ON DELETE CASCADE ON UPDATE CASCADE;
