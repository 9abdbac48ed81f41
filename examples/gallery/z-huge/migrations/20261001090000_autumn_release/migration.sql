-- Drop column addresss.position
ALTER TABLE "addresss" DROP COLUMN "position";

-- Drop column audit_events.external_id
ALTER TABLE "audit_events" DROP COLUMN "external_id";

-- Drop column invitations.locale
ALTER TABLE "invitations" DROP COLUMN "locale";

-- Drop column messages.weight
ALTER TABLE "messages" DROP COLUMN "weight";

-- Drop column orders.payload
ALTER TABLE "orders" DROP COLUMN "payload";

-- Drop column parcels.quantity
ALTER TABLE "parcels" DROP COLUMN "quantity";

-- Drop column payments.weight
ALTER TABLE "payments" DROP COLUMN "weight";

-- Drop column positions.locale
ALTER TABLE "positions" DROP COLUMN "locale";

-- Drop column price_lists.external_id
ALTER TABLE "price_lists" DROP COLUMN "external_id";

-- Drop column products.position
ALTER TABLE "products" DROP COLUMN "position";

-- Drop column receipts.external_id
ALTER TABLE "receipts" DROP COLUMN "external_id";

-- Drop column reviews.payload
ALTER TABLE "reviews" DROP COLUMN "payload";

-- Add column brands.archived_at
ALTER TABLE "brands" ADD COLUMN "archived_at" TIMESTAMPTZ(3);

-- Add column cart_lines.archived_at
ALTER TABLE "cart_lines" ADD COLUMN "archived_at" TIMESTAMPTZ(3);

-- Alter column collections.title from VARCHAR(200) to VARCHAR(120)
ALTER TABLE "collections" ALTER COLUMN "title" TYPE VARCHAR(120);

-- Add column counts.archived_at
ALTER TABLE "counts" ADD COLUMN "archived_at" TIMESTAMPTZ(3);

-- Add column customers.archived_at
ALTER TABLE "customers" ADD COLUMN "archived_at" TIMESTAMPTZ(3);

-- Alter column devices.title from VARCHAR(200) to VARCHAR(120)
ALTER TABLE "devices" ALTER COLUMN "title" TYPE VARCHAR(120);

-- Alter column discounts.title from VARCHAR(200) to VARCHAR(120)
ALTER TABLE "discounts" ALTER COLUMN "title" TYPE VARCHAR(120);

-- Add column employees.archived_at
ALTER TABLE "employees" ADD COLUMN "archived_at" TIMESTAMPTZ(3);

-- Add column escalations.archived_at
ALTER TABLE "escalations" ADD COLUMN "archived_at" TIMESTAMPTZ(3);

-- Add column feedbacks.archived_at
ALTER TABLE "feedbacks" ADD COLUMN "archived_at" TIMESTAMPTZ(3);

-- Add column invoice_lines.archived_at
ALTER TABLE "invoice_lines" ADD COLUMN "archived_at" TIMESTAMPTZ(3);

-- Add column medias.archived_at
ALTER TABLE "medias" ADD COLUMN "archived_at" TIMESTAMPTZ(3);

-- Add column offices.archived_at
ALTER TABLE "offices" ADD COLUMN "archived_at" TIMESTAMPTZ(3);

-- Add column order_lines.archived_at
ALTER TABLE "order_lines" ADD COLUMN "archived_at" TIMESTAMPTZ(3);

-- Add column payslips.archived_at
ALTER TABLE "payslips" ADD COLUMN "archived_at" TIMESTAMPTZ(3);

-- Alter column returns.title from VARCHAR(200) to VARCHAR(120)
ALTER TABLE "returns" ALTER COLUMN "title" TYPE VARCHAR(120);

-- Alter column shipments.title from VARCHAR(200) to VARCHAR(120)
ALTER TABLE "shipments" ALTER COLUMN "title" TYPE VARCHAR(120);

-- Add column skills.archived_at
ALTER TABLE "skills" ADD COLUMN "archived_at" TIMESTAMPTZ(3);

-- Add column topics.archived_at
ALTER TABLE "topics" ADD COLUMN "archived_at" TIMESTAMPTZ(3);

-- Create index coupons_title_idx on coupons
CREATE INDEX "coupons_title_idx" ON "coupons" ("title");

-- Create index sla_policys_title_idx on sla_policys
CREATE INDEX "sla_policys_title_idx" ON "sla_policys" ("title");

-- Create index suppliers_title_idx on suppliers
CREATE INDEX "suppliers_title_idx" ON "suppliers" ("title");

-- Create index surveys_title_idx on surveys
CREATE INDEX "surveys_title_idx" ON "surveys" ("title");
