-- Create table Item
CREATE TABLE "Item" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "shop" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    CONSTRAINT "Item_shop_number_fkey" FOREIGN KEY ("shop", "number") REFERENCES "Order" ("shop", "number") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- Create table Order
CREATE TABLE "Order" (
    "shop" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    PRIMARY KEY ("shop", "number")
);
