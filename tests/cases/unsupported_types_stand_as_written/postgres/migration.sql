-- Add column Place.at
ALTER TABLE "Place" ADD COLUMN "at" point;

-- Add column Place.area
ALTER TABLE "Place" ADD COLUMN "area" box NOT NULL;

-- Add column Place.search
ALTER TABLE "Place" ADD COLUMN "search" tsvector;

-- Create index Place_search_idx on Place
CREATE INDEX "Place_search_idx" ON "Place" USING GIN ("search");
