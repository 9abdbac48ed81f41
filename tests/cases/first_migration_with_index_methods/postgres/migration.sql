-- Create table Document
CREATE TABLE "Document" (
    "id" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "tags" TEXT[],
    "body" JSONB NOT NULL,
    "made" TIMESTAMP(3) NOT NULL,
    "host" INET NOT NULL,

    CONSTRAINT "Document_pkey" PRIMARY KEY ("id")
);

-- Create index Document_body_idx on Document
CREATE INDEX "Document_body_idx" ON "Document" USING GIN ("body");

-- Create index Document_host_idx on Document
CREATE INDEX "Document_host_idx" ON "Document" USING GIST ("host" inet_ops);

-- Create index Document_made_idx on Document
CREATE INDEX "Document_made_idx" ON "Document" USING BRIN ("made");

-- Create index Document_made_title_idx on Document
CREATE INDEX "Document_made_title_idx" ON "Document" ("made" DESC, "title");

-- Create index Document_tags_idx on Document
CREATE INDEX "Document_tags_idx" ON "Document" USING GIN ("tags");

-- Create index Document_title_idx on Document
CREATE INDEX "Document_title_idx" ON "Document" USING HASH ("title");

-- Create index document_body_paths on Document
CREATE INDEX "document_body_paths" ON "Document" USING GIN ("body" jsonb_path_ops);
