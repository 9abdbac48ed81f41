-- Create table order
CREATE TABLE "order" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "group" INTEGER NOT NULL,
    "select" TEXT NOT NULL,
    "with space" TEXT NOT NULL,
    "with ""quote""" TEXT NOT NULL,
    "album-type" TEXT NOT NULL,
    "default$default" TEXT NOT NULL,
    "größe" TEXT NOT NULL,
    "UPPER" TEXT NOT NULL
);

-- Create table order line's "list"
CREATE TABLE "order line's ""list""" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "order id" INTEGER NOT NULL,
    CONSTRAINT "order line's ""list""_order id_fkey" FOREIGN KEY ("order id") REFERENCES "order" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- Create index order_select_with space_idx on order
CREATE INDEX "order_select_with space_idx" ON "order" ("select", "with space");

-- Create unique index order_with "quote"_key on order
CREATE UNIQUE INDEX "order_with ""quote""_key" ON "order" ("with ""quote""");
