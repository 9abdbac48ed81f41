-- Create table accounts
CREATE TABLE "accounts" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "vat_number" VARCHAR(20),
    "fax_number" VARCHAR(30),
    "notes" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);

-- Create table contacts
CREATE TABLE "contacts" (
    "id" SERIAL NOT NULL,
    "account_id" INTEGER NOT NULL,
    "email" VARCHAR(320) NOT NULL,
    "nickname" TEXT,

    CONSTRAINT "contacts_pkey" PRIMARY KEY ("id")
);

-- Create table visits
CREATE TABLE "visits" (
    "id" SERIAL NOT NULL,
    "account_id" INTEGER NOT NULL,
    "visited_at" TIMESTAMPTZ(3) NOT NULL,
    "report" TEXT NOT NULL,

    CONSTRAINT "visits_pkey" PRIMARY KEY ("id")
);

-- Create unique index contacts_account_id_email_key on contacts
CREATE UNIQUE INDEX "contacts_account_id_email_key" ON "contacts" ("account_id", "email");

-- Create index visits_account_id_visited_at_idx on visits
CREATE INDEX "visits_account_id_visited_at_idx" ON "visits" ("account_id", "visited_at");

-- Add foreign key contacts_account_id_fkey to contacts
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Add foreign key visits_account_id_fkey to visits
ALTER TABLE "visits" ADD CONSTRAINT "visits_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
