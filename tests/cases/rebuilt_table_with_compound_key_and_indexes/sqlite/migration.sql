-- To run this by hand: sqlite3 -bail <db> < migration.sql
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;

-- Rebuild table Stock: SQLite cannot change column amount in place
CREATE TABLE "_new_Stock" (
    "shop" TEXT NOT NULL,
    "item" INTEGER NOT NULL,
    "amount" INTEGER,
    PRIMARY KEY ("shop", "item")
);
INSERT INTO "_new_Stock" ("shop", "item", "amount")
SELECT "shop", "item", "amount"
FROM "Stock";
DROP TABLE "Stock";
ALTER TABLE "_new_Stock" RENAME TO "Stock";
CREATE UNIQUE INDEX "Stock_item_shop_key" ON "Stock" ("item", "shop");
CREATE INDEX "Stock_amount_idx" ON "Stock" ("amount" DESC);

COMMIT;
PRAGMA foreign_keys=ON;
