-- Create table Item
CREATE TABLE "Item" (
    "id" INTEGER NOT NULL,
    "shop" TEXT NOT NULL,
    "number" INTEGER NOT NULL,

    CONSTRAINT "Item_pkey" PRIMARY KEY ("id")
);

-- Create table Order
CREATE TABLE "Order" (
    "shop" TEXT NOT NULL,
    "number" INTEGER NOT NULL,

    CONSTRAINT "Order_pkey" PRIMARY KEY ("shop", "number")
);

-- Add foreign key Item_shop_number_fkey to Item
ALTER TABLE "Item" ADD CONSTRAINT "Item_shop_number_fkey" FOREIGN KEY ("shop", "number") REFERENCES "Order"("shop", "number") ON DELETE RESTRICT ON UPDATE CASCADE;
