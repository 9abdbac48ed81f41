-- Create enum payment_state
CREATE TYPE "payment_state" AS ENUM ('pending', 'authorised', 'captured', 'disputed', 'refunded');

-- Create table payments
CREATE TABLE "payments" (
    "id" BIGSERIAL NOT NULL,
    "reference" VARCHAR(255) NOT NULL,
    "amount" DECIMAL(14,4) NOT NULL,
    "state" "payment_state" NOT NULL DEFAULT 'pending',
    "attempts" BIGINT NOT NULL DEFAULT 0,
    "description" TEXT,
    "paid_at" TIMESTAMPTZ(6),

    CONSTRAINT "payments_pkey" PRIMARY KEY ("id")
);

-- Create unique index payments_reference_key on payments
CREATE UNIQUE INDEX "payments_reference_key" ON "payments" ("reference");
