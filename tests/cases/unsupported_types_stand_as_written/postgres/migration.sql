-- Add columns at, area, search to Place
ALTER TABLE "Place" ADD COLUMN "at" point,
    ADD COLUMN "area" box NOT NULL,
    ADD COLUMN "search" tsvector;

-- Create index Place_search_idx on Place
CREATE INDEX "Place_search_idx" ON "Place" USING GIN ("search");
