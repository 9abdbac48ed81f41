-- Create enum order_status
CREATE TYPE "order_status" AS ENUM ('pending', 'paid', 'shipped');

-- Create table _CategoryToProduct
CREATE TABLE "_CategoryToProduct" (
    "A" INTEGER NOT NULL,
    "B" INTEGER NOT NULL,

    CONSTRAINT "_CategoryToProduct_AB_pkey" PRIMARY KEY ("A", "B")
);

-- Create table categories
CREATE TABLE "categories" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "parent_id" INTEGER,

    CONSTRAINT "categories_pkey" PRIMARY KEY ("id")
);

-- Create table customers
CREATE TABLE "customers" (
    "id" SERIAL NOT NULL,
    "email" VARCHAR(320) NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "customers_pkey" PRIMARY KEY ("id")
);

-- Create table order_items
CREATE TABLE "order_items" (
    "order_id" INTEGER NOT NULL,
    "product_id" INTEGER NOT NULL,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "unit_price" DECIMAL(12,2) NOT NULL,

    CONSTRAINT "order_items_pkey" PRIMARY KEY ("order_id", "product_id")
);

-- Create table orders
CREATE TABLE "orders" (
    "id" SERIAL NOT NULL,
    "status" "order_status" NOT NULL DEFAULT 'pending',
    "customer_id" INTEGER NOT NULL,
    "placed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "orders_pkey" PRIMARY KEY ("id")
);

-- Create table products
CREATE TABLE "products" (
    "id" SERIAL NOT NULL,
    "sku" VARCHAR(64) NOT NULL,
    "title" TEXT NOT NULL,
    "price" DECIMAL(12,2) NOT NULL,

    CONSTRAINT "products_pkey" PRIMARY KEY ("id")
);

-- Create index _CategoryToProduct_B_index on _CategoryToProduct
CREATE INDEX "_CategoryToProduct_B_index" ON "_CategoryToProduct" ("B");

-- Create unique index categories_name_key on categories
CREATE UNIQUE INDEX "categories_name_key" ON "categories" ("name");

-- Create index categories_parent_id_idx on categories
CREATE INDEX "categories_parent_id_idx" ON "categories" ("parent_id");

-- Create unique index customers_email_key on customers
CREATE UNIQUE INDEX "customers_email_key" ON "customers" ("email");

-- Create index order_items_product_id_idx on order_items
CREATE INDEX "order_items_product_id_idx" ON "order_items" ("product_id");

-- Create index orders_customer_id_placed_at_idx on orders
CREATE INDEX "orders_customer_id_placed_at_idx" ON "orders" ("customer_id", "placed_at" DESC);

-- Create unique index products_sku_key on products
CREATE UNIQUE INDEX "products_sku_key" ON "products" ("sku");

-- Add foreign key _CategoryToProduct_A_fkey to _CategoryToProduct
ALTER TABLE "_CategoryToProduct" ADD CONSTRAINT "_CategoryToProduct_A_fkey" FOREIGN KEY ("A") REFERENCES "categories"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Add foreign key _CategoryToProduct_B_fkey to _CategoryToProduct
ALTER TABLE "_CategoryToProduct" ADD CONSTRAINT "_CategoryToProduct_B_fkey" FOREIGN KEY ("B") REFERENCES "products"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Add foreign key categories_parent_id_fkey to categories
ALTER TABLE "categories" ADD CONSTRAINT "categories_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "categories"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key order_items_order_id_fkey to order_items
ALTER TABLE "order_items" ADD CONSTRAINT "order_items_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Add foreign key order_items_product_id_fkey to order_items
ALTER TABLE "order_items" ADD CONSTRAINT "order_items_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Add foreign key orders_customer_id_fkey to orders
ALTER TABLE "orders" ADD CONSTRAINT "orders_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
