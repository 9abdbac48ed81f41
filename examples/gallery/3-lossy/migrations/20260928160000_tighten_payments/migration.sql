-- Replace enum payment_state to change its values
ALTER TYPE "payment_state" RENAME TO "payment_state_old";
CREATE TYPE "payment_state" AS ENUM ('pending', 'authorised', 'captured', 'refunded');

-- Alter table payments: column reference from VARCHAR(255) to VARCHAR(64); column amount from DECIMAL(14,4) to DECIMAL(10,2); column attempts from BIGINT to INTEGER; column paid_at from TIMESTAMPTZ(6) to TIMESTAMPTZ(0); column state to the new version of enum payment_state
ALTER TABLE "payments" ALTER COLUMN "reference" TYPE VARCHAR(64),
    ALTER COLUMN "amount" TYPE DECIMAL(10,2),
    ALTER COLUMN "attempts" DROP DEFAULT,
    ALTER COLUMN "attempts" TYPE INTEGER,
    ALTER COLUMN "attempts" SET DEFAULT 0,
    ALTER COLUMN "paid_at" TYPE TIMESTAMPTZ(0),
    ALTER COLUMN "state" DROP DEFAULT,
    ALTER COLUMN "state" TYPE "payment_state" USING "state"::text::"payment_state",
    ALTER COLUMN "state" SET DEFAULT 'pending';

-- Drop the old version of enum payment_state
DROP TYPE "payment_state_old";
