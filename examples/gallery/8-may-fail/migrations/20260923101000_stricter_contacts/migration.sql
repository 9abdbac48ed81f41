-- Alter column accounts.vat_number to be required
ALTER TABLE "accounts" ALTER COLUMN "vat_number" SET NOT NULL;

-- Add column contacts.language
ALTER TABLE "contacts" ADD COLUMN "language" VARCHAR(8) NOT NULL;

-- Create unique index contacts_email_key on contacts
CREATE UNIQUE INDEX "contacts_email_key" ON "contacts" ("email");
