-- Drop index Doc_code_idx of Doc
DROP INDEX "Doc_code_idx";

-- Drop index Doc_tags_idx of Doc
DROP INDEX "Doc_tags_idx";

-- Create index Doc_code_idx on Doc
CREATE INDEX "Doc_code_idx" ON "Doc" USING HASH ("code");

-- Create index Doc_tags_idx on Doc
CREATE INDEX "Doc_tags_idx" ON "Doc" USING GIN ("tags");
