-- Create table Token
CREATE TABLE "Token" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "label" TEXT NOT NULL DEFAULT 'token-' || upper('x'),
    "issued" TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "Token_pkey" PRIMARY KEY ("id")
);
