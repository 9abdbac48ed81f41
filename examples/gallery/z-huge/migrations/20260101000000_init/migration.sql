-- Create table accounts
CREATE TABLE "accounts" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "active" BOOLEAN NOT NULL DEFAULT true,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "payload" JSONB,
    "ends_at" TIMESTAMPTZ(3),
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "survey_id" INTEGER,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);

-- Create table addresss
CREATE TABLE "addresss" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "ends_at" TIMESTAMPTZ(3),
    "note" TEXT,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "tax_rate_id" INTEGER,

    CONSTRAINT "addresss_pkey" PRIMARY KEY ("id")
);

-- Create table agents
CREATE TABLE "agents" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "external_id" VARCHAR(64),
    "note" TEXT,
    "position" INTEGER NOT NULL DEFAULT 0,
    "ends_at" TIMESTAMPTZ(3),
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attachment_id" INTEGER,

    CONSTRAINT "agents_pkey" PRIMARY KEY ("id")
);

-- Create table api_keys
CREATE TABLE "api_keys" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "external_id" VARCHAR(64),
    "active" BOOLEAN NOT NULL DEFAULT true,
    "ends_at" TIMESTAMPTZ(3),
    "weight" DOUBLE PRECISION,
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "warehouse_id" INTEGER,

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- Create table articles
CREATE TABLE "articles" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "weight" DOUBLE PRECISION,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "note" TEXT,
    "external_id" VARCHAR(64),
    "payload" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "inspection_id" INTEGER,

    CONSTRAINT "articles_pkey" PRIMARY KEY ("id")
);

-- Create table attachments
CREATE TABLE "attachments" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "weight" DOUBLE PRECISION,
    "external_id" VARCHAR(64),
    "starts_at" TIMESTAMPTZ(3),
    "active" BOOLEAN NOT NULL DEFAULT true,
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "variant_id" INTEGER,

    CONSTRAINT "attachments_pkey" PRIMARY KEY ("id")
);

-- Create table audit_events
CREATE TABLE "audit_events" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "external_id" VARCHAR(64),
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "position" INTEGER NOT NULL DEFAULT 0,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "ends_at" TIMESTAMPTZ(3),
    "payload" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "employee_id" INTEGER,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
);

-- Create table bins
CREATE TABLE "bins" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "weight" DOUBLE PRECISION,
    "payload" JSONB,
    "position" INTEGER NOT NULL DEFAULT 0,
    "note" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "category_id" INTEGER,

    CONSTRAINT "bins_pkey" PRIMARY KEY ("id")
);

-- Create table brands
CREATE TABLE "brands" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "note" TEXT,
    "payload" JSONB,
    "ends_at" TIMESTAMPTZ(3),
    "weight" DOUBLE PRECISION,
    "starts_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "option_id" INTEGER,

    CONSTRAINT "brands_pkey" PRIMARY KEY ("id")
);

-- Create table bundles
CREATE TABLE "bundles" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "weight" DOUBLE PRECISION,
    "position" INTEGER NOT NULL DEFAULT 0,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "collection_id" INTEGER,

    CONSTRAINT "bundles_pkey" PRIMARY KEY ("id")
);

-- Create table carriers
CREATE TABLE "carriers" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "weight" DOUBLE PRECISION,
    "note" TEXT,
    "starts_at" TIMESTAMPTZ(3),
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "active" BOOLEAN NOT NULL DEFAULT true,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "option_id" INTEGER,

    CONSTRAINT "carriers_pkey" PRIMARY KEY ("id")
);

-- Create table cart_lines
CREATE TABLE "cart_lines" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "payload" JSONB,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "external_id" VARCHAR(64),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "credit_note_id" INTEGER,

    CONSTRAINT "cart_lines_pkey" PRIMARY KEY ("id")
);

-- Create table carts
CREATE TABLE "carts" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "starts_at" TIMESTAMPTZ(3),
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "external_id" VARCHAR(64),
    "weight" DOUBLE PRECISION,
    "ends_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "return_id" INTEGER,

    CONSTRAINT "carts_pkey" PRIMARY KEY ("id")
);

-- Create table categorys
CREATE TABLE "categorys" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "starts_at" TIMESTAMPTZ(3),
    "external_id" VARCHAR(64),
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "weight" DOUBLE PRECISION,
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "payment_id" INTEGER,

    CONSTRAINT "categorys_pkey" PRIMARY KEY ("id")
);

-- Create table collections
CREATE TABLE "collections" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "payload" JSONB,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "position" INTEGER NOT NULL DEFAULT 0,
    "external_id" VARCHAR(64),
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "payment_method_id" INTEGER,

    CONSTRAINT "collections_pkey" PRIMARY KEY ("id")
);

-- Create table contracts
CREATE TABLE "contracts" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "weight" DOUBLE PRECISION,
    "note" TEXT,
    "position" INTEGER NOT NULL DEFAULT 0,
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "review_id" INTEGER,

    CONSTRAINT "contracts_pkey" PRIMARY KEY ("id")
);

-- Create table counts
CREATE TABLE "counts" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "ends_at" TIMESTAMPTZ(3),
    "external_id" VARCHAR(64),
    "weight" DOUBLE PRECISION,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "brand_id" INTEGER,

    CONSTRAINT "counts_pkey" PRIMARY KEY ("id")
);

-- Create table coupons
CREATE TABLE "coupons" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "note" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "external_id" VARCHAR(64),
    "ends_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "plan_id" INTEGER,

    CONSTRAINT "coupons_pkey" PRIMARY KEY ("id")
);

-- Create table credit_notes
CREATE TABLE "credit_notes" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "weight" DOUBLE PRECISION,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "note" TEXT,
    "external_id" VARCHAR(64),
    "active" BOOLEAN NOT NULL DEFAULT true,
    "ends_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "invoice_id" INTEGER,

    CONSTRAINT "credit_notes_pkey" PRIMARY KEY ("id")
);

-- Create table customers
CREATE TABLE "customers" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "external_id" VARCHAR(64),
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "payload" JSONB,
    "starts_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "price_id" INTEGER,

    CONSTRAINT "customers_pkey" PRIMARY KEY ("id")
);

-- Create table deliverys
CREATE TABLE "deliverys" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "note" TEXT,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "starts_at" TIMESTAMPTZ(3),
    "payload" JSONB,
    "weight" DOUBLE PRECISION,
    "position" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "feedback_id" INTEGER,

    CONSTRAINT "deliverys_pkey" PRIMARY KEY ("id")
);

-- Create table departments
CREATE TABLE "departments" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "payload" JSONB,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "weight" DOUBLE PRECISION,
    "starts_at" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "product_id" INTEGER,

    CONSTRAINT "departments_pkey" PRIMARY KEY ("id")
);

-- Create table devices
CREATE TABLE "devices" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "payload" JSONB,
    "note" TEXT,
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "position" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "cart_id" INTEGER,

    CONSTRAINT "devices_pkey" PRIMARY KEY ("id")
);

-- Create table discounts
CREATE TABLE "discounts" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "payload" JSONB,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "starts_at" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3),
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "payment_method_id" INTEGER,

    CONSTRAINT "discounts_pkey" PRIMARY KEY ("id")
);

-- Create table dunnings
CREATE TABLE "dunnings" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "position" INTEGER NOT NULL DEFAULT 0,
    "weight" DOUBLE PRECISION,
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "starts_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "payment_id" INTEGER,

    CONSTRAINT "dunnings_pkey" PRIMARY KEY ("id")
);

-- Create table employees
CREATE TABLE "employees" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "note" TEXT,
    "starts_at" TIMESTAMPTZ(3),
    "position" INTEGER NOT NULL DEFAULT 0,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "weight" DOUBLE PRECISION,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "discount_id" INTEGER,

    CONSTRAINT "employees_pkey" PRIMARY KEY ("id")
);

-- Create table escalations
CREATE TABLE "escalations" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "payload" JSONB,
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "starts_at" TIMESTAMPTZ(3),
    "position" INTEGER NOT NULL DEFAULT 0,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "parcel_id" INTEGER,

    CONSTRAINT "escalations_pkey" PRIMARY KEY ("id")
);

-- Create table expense_lines
CREATE TABLE "expense_lines" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "position" INTEGER NOT NULL DEFAULT 0,
    "weight" DOUBLE PRECISION,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "brand_id" INTEGER,

    CONSTRAINT "expense_lines_pkey" PRIMARY KEY ("id")
);

-- Create table expenses
CREATE TABLE "expenses" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "ends_at" TIMESTAMPTZ(3),
    "position" INTEGER NOT NULL DEFAULT 0,
    "payload" JSONB,
    "starts_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "order_id" INTEGER,

    CONSTRAINT "expenses_pkey" PRIMARY KEY ("id")
);

-- Create table feedbacks
CREATE TABLE "feedbacks" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "note" TEXT,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "weight" DOUBLE PRECISION,
    "payload" JSONB,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "warehouse_id" INTEGER,

    CONSTRAINT "feedbacks_pkey" PRIMARY KEY ("id")
);

-- Create table goals
CREATE TABLE "goals" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "weight" DOUBLE PRECISION,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "external_id" VARCHAR(64),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "discount_id" INTEGER,

    CONSTRAINT "goals_pkey" PRIMARY KEY ("id")
);

-- Create table grants
CREATE TABLE "grants" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "external_id" VARCHAR(64),
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "ends_at" TIMESTAMPTZ(3),
    "weight" DOUBLE PRECISION,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "escalation_id" INTEGER,

    CONSTRAINT "grants_pkey" PRIMARY KEY ("id")
);

-- Create table inspections
CREATE TABLE "inspections" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "payload" JSONB,
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "weight" DOUBLE PRECISION,
    "position" INTEGER NOT NULL DEFAULT 0,
    "external_id" VARCHAR(64),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "bundle_id" INTEGER,

    CONSTRAINT "inspections_pkey" PRIMARY KEY ("id")
);

-- Create table invitations
CREATE TABLE "invitations" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "external_id" VARCHAR(64),
    "note" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "audit_event_id" INTEGER,

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);

-- Create table invoice_lines
CREATE TABLE "invoice_lines" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "payload" JSONB,
    "position" INTEGER NOT NULL DEFAULT 0,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "invoice_id" INTEGER,

    CONSTRAINT "invoice_lines_pkey" PRIMARY KEY ("id")
);

-- Create table invoices
CREATE TABLE "invoices" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "weight" DOUBLE PRECISION,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "payload" JSONB,
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invoices_pkey" PRIMARY KEY ("id")
);

-- Create table leaves
CREATE TABLE "leaves" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "external_id" VARCHAR(64),
    "note" TEXT,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "payload" JSONB,
    "position" INTEGER NOT NULL DEFAULT 0,
    "starts_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "variant_id" INTEGER,

    CONSTRAINT "leaves_pkey" PRIMARY KEY ("id")
);

-- Create table login_attempts
CREATE TABLE "login_attempts" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "external_id" VARCHAR(64),
    "payload" JSONB,
    "position" INTEGER NOT NULL DEFAULT 0,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expense_id" INTEGER,

    CONSTRAINT "login_attempts_pkey" PRIMARY KEY ("id")
);

-- Create table macros
CREATE TABLE "macros" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "weight" DOUBLE PRECISION,
    "starts_at" TIMESTAMPTZ(3),
    "external_id" VARCHAR(64),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "pipeline_id" INTEGER,

    CONSTRAINT "macros_pkey" PRIMARY KEY ("id")
);

-- Create table medias
CREATE TABLE "medias" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "payload" JSONB,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "position" INTEGER NOT NULL DEFAULT 0,
    "ends_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "collection_id" INTEGER,

    CONSTRAINT "medias_pkey" PRIMARY KEY ("id")
);

-- Create table messages
CREATE TABLE "messages" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "weight" DOUBLE PRECISION,
    "ends_at" TIMESTAMPTZ(3),
    "starts_at" TIMESTAMPTZ(3),
    "note" TEXT,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "payload" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "subscription_id" INTEGER,

    CONSTRAINT "messages_pkey" PRIMARY KEY ("id")
);

-- Create table movements
CREATE TABLE "movements" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "position" INTEGER NOT NULL DEFAULT 0,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "payload" JSONB,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "starts_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "dunning_id" INTEGER,

    CONSTRAINT "movements_pkey" PRIMARY KEY ("id")
);

-- Create table offices
CREATE TABLE "offices" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "position" INTEGER NOT NULL DEFAULT 0,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "starts_at" TIMESTAMPTZ(3),
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "weight" DOUBLE PRECISION,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "plan_price_id" INTEGER,

    CONSTRAINT "offices_pkey" PRIMARY KEY ("id")
);

-- Create table opportunitys
CREATE TABLE "opportunitys" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "weight" DOUBLE PRECISION,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "payload" JSONB,
    "position" INTEGER NOT NULL DEFAULT 0,
    "external_id" VARCHAR(64),
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "contract_id" INTEGER,

    CONSTRAINT "opportunitys_pkey" PRIMARY KEY ("id")
);

-- Create table options
CREATE TABLE "options" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "note" TEXT,
    "position" INTEGER NOT NULL DEFAULT 0,
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "payload" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "invoice_id" INTEGER,

    CONSTRAINT "options_pkey" PRIMARY KEY ("id")
);

-- Create table order_lines
CREATE TABLE "order_lines" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "external_id" VARCHAR(64),
    "active" BOOLEAN NOT NULL DEFAULT true,
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "note" TEXT,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "collection_id" INTEGER,

    CONSTRAINT "order_lines_pkey" PRIMARY KEY ("id")
);

-- Create table orders
CREATE TABLE "orders" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "payload" JSONB,
    "note" TEXT,
    "starts_at" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3),
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "weight" DOUBLE PRECISION,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "customer_id" INTEGER,

    CONSTRAINT "orders_pkey" PRIMARY KEY ("id")
);

-- Create table parcels
CREATE TABLE "parcels" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "payload" JSONB,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "weight" DOUBLE PRECISION,
    "external_id" VARCHAR(64),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "collection_id" INTEGER,

    CONSTRAINT "parcels_pkey" PRIMARY KEY ("id")
);

-- Create table payment_methods
CREATE TABLE "payment_methods" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "ends_at" TIMESTAMPTZ(3),
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "weight" DOUBLE PRECISION,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "credit_note_id" INTEGER,

    CONSTRAINT "payment_methods_pkey" PRIMARY KEY ("id")
);

-- Create table payments
CREATE TABLE "payments" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "weight" DOUBLE PRECISION,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "note" TEXT,
    "payload" JSONB,
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "credit_note_id" INTEGER,

    CONSTRAINT "payments_pkey" PRIMARY KEY ("id")
);

-- Create table payslips
CREATE TABLE "payslips" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "weight" DOUBLE PRECISION,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "payload" JSONB,
    "external_id" VARCHAR(64),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "collection_id" INTEGER,

    CONSTRAINT "payslips_pkey" PRIMARY KEY ("id")
);

-- Create table permissions
CREATE TABLE "permissions" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "weight" DOUBLE PRECISION,
    "payload" JSONB,
    "ends_at" TIMESTAMPTZ(3),
    "starts_at" TIMESTAMPTZ(3),
    "position" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "option_id" INTEGER,

    CONSTRAINT "permissions_pkey" PRIMARY KEY ("id")
);

-- Create table pipelines
CREATE TABLE "pipelines" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "external_id" VARCHAR(64),
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "position" INTEGER NOT NULL DEFAULT 0,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "product_id" INTEGER,

    CONSTRAINT "pipelines_pkey" PRIMARY KEY ("id")
);

-- Create table plan_prices
CREATE TABLE "plan_prices" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "external_id" VARCHAR(64),
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "starts_at" TIMESTAMPTZ(3),
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "plan_id" INTEGER,

    CONSTRAINT "plan_prices_pkey" PRIMARY KEY ("id")
);

-- Create table plans
CREATE TABLE "plans" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "weight" DOUBLE PRECISION,
    "starts_at" TIMESTAMPTZ(3),
    "note" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "payment_method_id" INTEGER,

    CONSTRAINT "plans_pkey" PRIMARY KEY ("id")
);

-- Create table positions
CREATE TABLE "positions" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "starts_at" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3),
    "payload" JSONB,
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "parcel_id" INTEGER,

    CONSTRAINT "positions_pkey" PRIMARY KEY ("id")
);

-- Create table price_lists
CREATE TABLE "price_lists" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "external_id" VARCHAR(64),
    "active" BOOLEAN NOT NULL DEFAULT true,
    "payload" JSONB,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "payment_id" INTEGER,

    CONSTRAINT "price_lists_pkey" PRIMARY KEY ("id")
);

-- Create table prices
CREATE TABLE "prices" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "weight" DOUBLE PRECISION,
    "starts_at" TIMESTAMPTZ(3),
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "external_id" VARCHAR(64),
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "payload" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "price_list_id" INTEGER,

    CONSTRAINT "prices_pkey" PRIMARY KEY ("id")
);

-- Create table products
CREATE TABLE "products" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "external_id" VARCHAR(64),
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "payload" JSONB,
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "payment_id" INTEGER,

    CONSTRAINT "products_pkey" PRIMARY KEY ("id")
);

-- Create table quote_lines
CREATE TABLE "quote_lines" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "payload" JSONB,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "position" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "dunning_id" INTEGER,

    CONSTRAINT "quote_lines_pkey" PRIMARY KEY ("id")
);

-- Create table quotes
CREATE TABLE "quotes" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "note" TEXT,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "active" BOOLEAN NOT NULL DEFAULT true,
    "payload" JSONB,
    "ends_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "inspection_id" INTEGER,

    CONSTRAINT "quotes_pkey" PRIMARY KEY ("id")
);

-- Create table receipts
CREATE TABLE "receipts" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "external_id" VARCHAR(64),
    "note" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "media_id" INTEGER,

    CONSTRAINT "receipts_pkey" PRIMARY KEY ("id")
);

-- Create table returns
CREATE TABLE "returns" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "active" BOOLEAN NOT NULL DEFAULT true,
    "payload" JSONB,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "starts_at" TIMESTAMPTZ(3),
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "supplier_id" INTEGER,

    CONSTRAINT "returns_pkey" PRIMARY KEY ("id")
);

-- Create table reviews
CREATE TABLE "reviews" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "payload" JSONB,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "starts_at" TIMESTAMPTZ(3),
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "invoice_id" INTEGER,

    CONSTRAINT "reviews_pkey" PRIMARY KEY ("id")
);

-- Create table roles
CREATE TABLE "roles" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "weight" DOUBLE PRECISION,
    "note" TEXT,
    "ends_at" TIMESTAMPTZ(3),
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "external_id" VARCHAR(64),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "agent_id" INTEGER,

    CONSTRAINT "roles_pkey" PRIMARY KEY ("id")
);

-- Create table sessions
CREATE TABLE "sessions" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "external_id" VARCHAR(64),
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "note" TEXT,
    "weight" DOUBLE PRECISION,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "subscription_id" INTEGER,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- Create table shipments
CREATE TABLE "shipments" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "payload" JSONB,
    "starts_at" TIMESTAMPTZ(3),
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "supplier_id" INTEGER,

    CONSTRAINT "shipments_pkey" PRIMARY KEY ("id")
);

-- Create table skills
CREATE TABLE "skills" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "starts_at" TIMESTAMPTZ(3),
    "external_id" VARCHAR(64),
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "weight" DOUBLE PRECISION,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "brand_id" INTEGER,

    CONSTRAINT "skills_pkey" PRIMARY KEY ("id")
);

-- Create table sla_policys
CREATE TABLE "sla_policys" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "weight" DOUBLE PRECISION,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "payload" JSONB,
    "starts_at" TIMESTAMPTZ(3),
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "quote_id" INTEGER,

    CONSTRAINT "sla_policys_pkey" PRIMARY KEY ("id")
);

-- Create table stages
CREATE TABLE "stages" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "note" TEXT,
    "external_id" VARCHAR(64),
    "weight" DOUBLE PRECISION,
    "payload" JSONB,
    "ends_at" TIMESTAMPTZ(3),
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "price_id" INTEGER,

    CONSTRAINT "stages_pkey" PRIMARY KEY ("id")
);

-- Create table stock_levels
CREATE TABLE "stock_levels" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "starts_at" TIMESTAMPTZ(3),
    "note" TEXT,
    "payload" JSONB,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "credit_note_id" INTEGER,

    CONSTRAINT "stock_levels_pkey" PRIMARY KEY ("id")
);

-- Create table subscriptions
CREATE TABLE "subscriptions" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "active" BOOLEAN NOT NULL DEFAULT true,
    "starts_at" TIMESTAMPTZ(3),
    "external_id" VARCHAR(64),
    "weight" DOUBLE PRECISION,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "invoice_id" INTEGER,

    CONSTRAINT "subscriptions_pkey" PRIMARY KEY ("id")
);

-- Create table suppliers
CREATE TABLE "suppliers" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "external_id" VARCHAR(64),
    "active" BOOLEAN NOT NULL DEFAULT true,
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "note" TEXT,
    "weight" DOUBLE PRECISION,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "discount_id" INTEGER,

    CONSTRAINT "suppliers_pkey" PRIMARY KEY ("id")
);

-- Create table surveys
CREATE TABLE "surveys" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "external_id" VARCHAR(64),
    "active" BOOLEAN NOT NULL DEFAULT true,
    "weight" DOUBLE PRECISION,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "product_id" INTEGER,

    CONSTRAINT "surveys_pkey" PRIMARY KEY ("id")
);

-- Create table tax_rates
CREATE TABLE "tax_rates" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "external_id" VARCHAR(64),
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "position" INTEGER NOT NULL DEFAULT 0,
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "invoice_id" INTEGER,

    CONSTRAINT "tax_rates_pkey" PRIMARY KEY ("id")
);

-- Create table teams
CREATE TABLE "teams" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "position" INTEGER NOT NULL DEFAULT 0,
    "weight" DOUBLE PRECISION,
    "payload" JSONB,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "address_id" INTEGER,

    CONSTRAINT "teams_pkey" PRIMARY KEY ("id")
);

-- Create table tickets
CREATE TABLE "tickets" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "weight" DOUBLE PRECISION,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "subscription_id" INTEGER,

    CONSTRAINT "tickets_pkey" PRIMARY KEY ("id")
);

-- Create table topics
CREATE TABLE "topics" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "weight" DOUBLE PRECISION,
    "external_id" VARCHAR(64),
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "active" BOOLEAN NOT NULL DEFAULT true,
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "contract_id" INTEGER,

    CONSTRAINT "topics_pkey" PRIMARY KEY ("id")
);

-- Create table trainings
CREATE TABLE "trainings" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "note" TEXT,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "starts_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "opportunity_id" INTEGER,

    CONSTRAINT "trainings_pkey" PRIMARY KEY ("id")
);

-- Create table transfers
CREATE TABLE "transfers" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "position" INTEGER NOT NULL DEFAULT 0,
    "ends_at" TIMESTAMPTZ(3),
    "payload" JSONB,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "weight" DOUBLE PRECISION,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "category_id" INTEGER,

    CONSTRAINT "transfers_pkey" PRIMARY KEY ("id")
);

-- Create table variants
CREATE TABLE "variants" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "payload" JSONB,
    "starts_at" TIMESTAMPTZ(3),
    "note" TEXT,
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "position" INTEGER NOT NULL DEFAULT 0,
    "weight" DOUBLE PRECISION,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "discount_id" INTEGER,

    CONSTRAINT "variants_pkey" PRIMARY KEY ("id")
);

-- Create table votes
CREATE TABLE "votes" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "weight" DOUBLE PRECISION,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "external_id" VARCHAR(64),
    "payload" JSONB,
    "starts_at" TIMESTAMPTZ(3),
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "shipment_id" INTEGER,

    CONSTRAINT "votes_pkey" PRIMARY KEY ("id")
);

-- Create table warehouses
CREATE TABLE "warehouses" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "payload" JSONB,
    "position" INTEGER NOT NULL DEFAULT 0,
    "state" VARCHAR(20) NOT NULL DEFAULT 'new',
    "ends_at" TIMESTAMPTZ(3),
    "locale" VARCHAR(8) NOT NULL DEFAULT 'en',
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "tax_rate_id" INTEGER,

    CONSTRAINT "warehouses_pkey" PRIMARY KEY ("id")
);

-- Create table webhooks
CREATE TABLE "webhooks" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
    "starts_at" TIMESTAMPTZ(3),
    "active" BOOLEAN NOT NULL DEFAULT true,
    "external_id" VARCHAR(64),
    "note" TEXT,
    "weight" DOUBLE PRECISION,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "bin_id" INTEGER,

    CONSTRAINT "webhooks_pkey" PRIMARY KEY ("id")
);

-- Create index accounts_survey_id_idx on accounts
CREATE INDEX "accounts_survey_id_idx" ON "accounts" ("survey_id");

-- Create index addresss_tax_rate_id_idx on addresss
CREATE INDEX "addresss_tax_rate_id_idx" ON "addresss" ("tax_rate_id");

-- Create index agents_attachment_id_idx on agents
CREATE INDEX "agents_attachment_id_idx" ON "agents" ("attachment_id");

-- Create index api_keys_warehouse_id_idx on api_keys
CREATE INDEX "api_keys_warehouse_id_idx" ON "api_keys" ("warehouse_id");

-- Create index articles_inspection_id_idx on articles
CREATE INDEX "articles_inspection_id_idx" ON "articles" ("inspection_id");

-- Create index attachments_variant_id_idx on attachments
CREATE INDEX "attachments_variant_id_idx" ON "attachments" ("variant_id");

-- Create index audit_events_employee_id_idx on audit_events
CREATE INDEX "audit_events_employee_id_idx" ON "audit_events" ("employee_id");

-- Create index bins_category_id_idx on bins
CREATE INDEX "bins_category_id_idx" ON "bins" ("category_id");

-- Create index brands_option_id_idx on brands
CREATE INDEX "brands_option_id_idx" ON "brands" ("option_id");

-- Create index bundles_collection_id_idx on bundles
CREATE INDEX "bundles_collection_id_idx" ON "bundles" ("collection_id");

-- Create index carriers_option_id_idx on carriers
CREATE INDEX "carriers_option_id_idx" ON "carriers" ("option_id");

-- Create index cart_lines_credit_note_id_idx on cart_lines
CREATE INDEX "cart_lines_credit_note_id_idx" ON "cart_lines" ("credit_note_id");

-- Create index carts_return_id_idx on carts
CREATE INDEX "carts_return_id_idx" ON "carts" ("return_id");

-- Create index categorys_payment_id_idx on categorys
CREATE INDEX "categorys_payment_id_idx" ON "categorys" ("payment_id");

-- Create index collections_payment_method_id_idx on collections
CREATE INDEX "collections_payment_method_id_idx" ON "collections" ("payment_method_id");

-- Create index contracts_review_id_idx on contracts
CREATE INDEX "contracts_review_id_idx" ON "contracts" ("review_id");

-- Create index counts_brand_id_idx on counts
CREATE INDEX "counts_brand_id_idx" ON "counts" ("brand_id");

-- Create index coupons_plan_id_idx on coupons
CREATE INDEX "coupons_plan_id_idx" ON "coupons" ("plan_id");

-- Create index credit_notes_invoice_id_idx on credit_notes
CREATE INDEX "credit_notes_invoice_id_idx" ON "credit_notes" ("invoice_id");

-- Create index customers_price_id_idx on customers
CREATE INDEX "customers_price_id_idx" ON "customers" ("price_id");

-- Create index deliverys_feedback_id_idx on deliverys
CREATE INDEX "deliverys_feedback_id_idx" ON "deliverys" ("feedback_id");

-- Create index departments_product_id_idx on departments
CREATE INDEX "departments_product_id_idx" ON "departments" ("product_id");

-- Create index devices_cart_id_idx on devices
CREATE INDEX "devices_cart_id_idx" ON "devices" ("cart_id");

-- Create index discounts_payment_method_id_idx on discounts
CREATE INDEX "discounts_payment_method_id_idx" ON "discounts" ("payment_method_id");

-- Create index dunnings_payment_id_idx on dunnings
CREATE INDEX "dunnings_payment_id_idx" ON "dunnings" ("payment_id");

-- Create index employees_discount_id_idx on employees
CREATE INDEX "employees_discount_id_idx" ON "employees" ("discount_id");

-- Create index escalations_parcel_id_idx on escalations
CREATE INDEX "escalations_parcel_id_idx" ON "escalations" ("parcel_id");

-- Create index expense_lines_brand_id_idx on expense_lines
CREATE INDEX "expense_lines_brand_id_idx" ON "expense_lines" ("brand_id");

-- Create index expenses_order_id_idx on expenses
CREATE INDEX "expenses_order_id_idx" ON "expenses" ("order_id");

-- Create index feedbacks_warehouse_id_idx on feedbacks
CREATE INDEX "feedbacks_warehouse_id_idx" ON "feedbacks" ("warehouse_id");

-- Create index goals_discount_id_idx on goals
CREATE INDEX "goals_discount_id_idx" ON "goals" ("discount_id");

-- Create index grants_escalation_id_idx on grants
CREATE INDEX "grants_escalation_id_idx" ON "grants" ("escalation_id");

-- Create index inspections_bundle_id_idx on inspections
CREATE INDEX "inspections_bundle_id_idx" ON "inspections" ("bundle_id");

-- Create index invitations_audit_event_id_idx on invitations
CREATE INDEX "invitations_audit_event_id_idx" ON "invitations" ("audit_event_id");

-- Create index invoice_lines_invoice_id_idx on invoice_lines
CREATE INDEX "invoice_lines_invoice_id_idx" ON "invoice_lines" ("invoice_id");

-- Create index leaves_variant_id_idx on leaves
CREATE INDEX "leaves_variant_id_idx" ON "leaves" ("variant_id");

-- Create index login_attempts_expense_id_idx on login_attempts
CREATE INDEX "login_attempts_expense_id_idx" ON "login_attempts" ("expense_id");

-- Create index macros_pipeline_id_idx on macros
CREATE INDEX "macros_pipeline_id_idx" ON "macros" ("pipeline_id");

-- Create index medias_collection_id_idx on medias
CREATE INDEX "medias_collection_id_idx" ON "medias" ("collection_id");

-- Create index messages_subscription_id_idx on messages
CREATE INDEX "messages_subscription_id_idx" ON "messages" ("subscription_id");

-- Create index movements_dunning_id_idx on movements
CREATE INDEX "movements_dunning_id_idx" ON "movements" ("dunning_id");

-- Create index offices_plan_price_id_idx on offices
CREATE INDEX "offices_plan_price_id_idx" ON "offices" ("plan_price_id");

-- Create index opportunitys_contract_id_idx on opportunitys
CREATE INDEX "opportunitys_contract_id_idx" ON "opportunitys" ("contract_id");

-- Create index options_invoice_id_idx on options
CREATE INDEX "options_invoice_id_idx" ON "options" ("invoice_id");

-- Create index order_lines_collection_id_idx on order_lines
CREATE INDEX "order_lines_collection_id_idx" ON "order_lines" ("collection_id");

-- Create index orders_customer_id_idx on orders
CREATE INDEX "orders_customer_id_idx" ON "orders" ("customer_id");

-- Create index parcels_collection_id_idx on parcels
CREATE INDEX "parcels_collection_id_idx" ON "parcels" ("collection_id");

-- Create index payment_methods_credit_note_id_idx on payment_methods
CREATE INDEX "payment_methods_credit_note_id_idx" ON "payment_methods" ("credit_note_id");

-- Create index payments_credit_note_id_idx on payments
CREATE INDEX "payments_credit_note_id_idx" ON "payments" ("credit_note_id");

-- Create index payslips_collection_id_idx on payslips
CREATE INDEX "payslips_collection_id_idx" ON "payslips" ("collection_id");

-- Create index permissions_option_id_idx on permissions
CREATE INDEX "permissions_option_id_idx" ON "permissions" ("option_id");

-- Create index pipelines_product_id_idx on pipelines
CREATE INDEX "pipelines_product_id_idx" ON "pipelines" ("product_id");

-- Create index plan_prices_plan_id_idx on plan_prices
CREATE INDEX "plan_prices_plan_id_idx" ON "plan_prices" ("plan_id");

-- Create index plans_payment_method_id_idx on plans
CREATE INDEX "plans_payment_method_id_idx" ON "plans" ("payment_method_id");

-- Create index positions_parcel_id_idx on positions
CREATE INDEX "positions_parcel_id_idx" ON "positions" ("parcel_id");

-- Create index price_lists_payment_id_idx on price_lists
CREATE INDEX "price_lists_payment_id_idx" ON "price_lists" ("payment_id");

-- Create index prices_price_list_id_idx on prices
CREATE INDEX "prices_price_list_id_idx" ON "prices" ("price_list_id");

-- Create index products_payment_id_idx on products
CREATE INDEX "products_payment_id_idx" ON "products" ("payment_id");

-- Create index quote_lines_dunning_id_idx on quote_lines
CREATE INDEX "quote_lines_dunning_id_idx" ON "quote_lines" ("dunning_id");

-- Create index quotes_inspection_id_idx on quotes
CREATE INDEX "quotes_inspection_id_idx" ON "quotes" ("inspection_id");

-- Create index receipts_media_id_idx on receipts
CREATE INDEX "receipts_media_id_idx" ON "receipts" ("media_id");

-- Create index returns_supplier_id_idx on returns
CREATE INDEX "returns_supplier_id_idx" ON "returns" ("supplier_id");

-- Create index reviews_invoice_id_idx on reviews
CREATE INDEX "reviews_invoice_id_idx" ON "reviews" ("invoice_id");

-- Create index roles_agent_id_idx on roles
CREATE INDEX "roles_agent_id_idx" ON "roles" ("agent_id");

-- Create index sessions_subscription_id_idx on sessions
CREATE INDEX "sessions_subscription_id_idx" ON "sessions" ("subscription_id");

-- Create index shipments_supplier_id_idx on shipments
CREATE INDEX "shipments_supplier_id_idx" ON "shipments" ("supplier_id");

-- Create index skills_brand_id_idx on skills
CREATE INDEX "skills_brand_id_idx" ON "skills" ("brand_id");

-- Create index sla_policys_quote_id_idx on sla_policys
CREATE INDEX "sla_policys_quote_id_idx" ON "sla_policys" ("quote_id");

-- Create index stages_price_id_idx on stages
CREATE INDEX "stages_price_id_idx" ON "stages" ("price_id");

-- Create index stock_levels_credit_note_id_idx on stock_levels
CREATE INDEX "stock_levels_credit_note_id_idx" ON "stock_levels" ("credit_note_id");

-- Create index subscriptions_invoice_id_idx on subscriptions
CREATE INDEX "subscriptions_invoice_id_idx" ON "subscriptions" ("invoice_id");

-- Create index suppliers_discount_id_idx on suppliers
CREATE INDEX "suppliers_discount_id_idx" ON "suppliers" ("discount_id");

-- Create index surveys_product_id_idx on surveys
CREATE INDEX "surveys_product_id_idx" ON "surveys" ("product_id");

-- Create index tax_rates_invoice_id_idx on tax_rates
CREATE INDEX "tax_rates_invoice_id_idx" ON "tax_rates" ("invoice_id");

-- Create index teams_address_id_idx on teams
CREATE INDEX "teams_address_id_idx" ON "teams" ("address_id");

-- Create index tickets_subscription_id_idx on tickets
CREATE INDEX "tickets_subscription_id_idx" ON "tickets" ("subscription_id");

-- Create index topics_contract_id_idx on topics
CREATE INDEX "topics_contract_id_idx" ON "topics" ("contract_id");

-- Create index trainings_opportunity_id_idx on trainings
CREATE INDEX "trainings_opportunity_id_idx" ON "trainings" ("opportunity_id");

-- Create index transfers_category_id_idx on transfers
CREATE INDEX "transfers_category_id_idx" ON "transfers" ("category_id");

-- Create index variants_discount_id_idx on variants
CREATE INDEX "variants_discount_id_idx" ON "variants" ("discount_id");

-- Create index votes_shipment_id_idx on votes
CREATE INDEX "votes_shipment_id_idx" ON "votes" ("shipment_id");

-- Create index warehouses_tax_rate_id_idx on warehouses
CREATE INDEX "warehouses_tax_rate_id_idx" ON "warehouses" ("tax_rate_id");

-- Create index webhooks_bin_id_idx on webhooks
CREATE INDEX "webhooks_bin_id_idx" ON "webhooks" ("bin_id");

-- Add foreign key accounts_survey_id_fkey to accounts
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_survey_id_fkey" FOREIGN KEY ("survey_id") REFERENCES "surveys"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key addresss_tax_rate_id_fkey to addresss
ALTER TABLE "addresss" ADD CONSTRAINT "addresss_tax_rate_id_fkey" FOREIGN KEY ("tax_rate_id") REFERENCES "tax_rates"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key agents_attachment_id_fkey to agents
ALTER TABLE "agents" ADD CONSTRAINT "agents_attachment_id_fkey" FOREIGN KEY ("attachment_id") REFERENCES "attachments"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key api_keys_warehouse_id_fkey to api_keys
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_warehouse_id_fkey" FOREIGN KEY ("warehouse_id") REFERENCES "warehouses"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key articles_inspection_id_fkey to articles
ALTER TABLE "articles" ADD CONSTRAINT "articles_inspection_id_fkey" FOREIGN KEY ("inspection_id") REFERENCES "inspections"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key attachments_variant_id_fkey to attachments
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "variants"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key audit_events_employee_id_fkey to audit_events
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_employee_id_fkey" FOREIGN KEY ("employee_id") REFERENCES "employees"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key bins_category_id_fkey to bins
ALTER TABLE "bins" ADD CONSTRAINT "bins_category_id_fkey" FOREIGN KEY ("category_id") REFERENCES "categorys"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key brands_option_id_fkey to brands
ALTER TABLE "brands" ADD CONSTRAINT "brands_option_id_fkey" FOREIGN KEY ("option_id") REFERENCES "options"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key bundles_collection_id_fkey to bundles
ALTER TABLE "bundles" ADD CONSTRAINT "bundles_collection_id_fkey" FOREIGN KEY ("collection_id") REFERENCES "collections"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key carriers_option_id_fkey to carriers
ALTER TABLE "carriers" ADD CONSTRAINT "carriers_option_id_fkey" FOREIGN KEY ("option_id") REFERENCES "options"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key cart_lines_credit_note_id_fkey to cart_lines
ALTER TABLE "cart_lines" ADD CONSTRAINT "cart_lines_credit_note_id_fkey" FOREIGN KEY ("credit_note_id") REFERENCES "credit_notes"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key carts_return_id_fkey to carts
ALTER TABLE "carts" ADD CONSTRAINT "carts_return_id_fkey" FOREIGN KEY ("return_id") REFERENCES "returns"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key categorys_payment_id_fkey to categorys
ALTER TABLE "categorys" ADD CONSTRAINT "categorys_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key collections_payment_method_id_fkey to collections
ALTER TABLE "collections" ADD CONSTRAINT "collections_payment_method_id_fkey" FOREIGN KEY ("payment_method_id") REFERENCES "payment_methods"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key contracts_review_id_fkey to contracts
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_review_id_fkey" FOREIGN KEY ("review_id") REFERENCES "reviews"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key counts_brand_id_fkey to counts
ALTER TABLE "counts" ADD CONSTRAINT "counts_brand_id_fkey" FOREIGN KEY ("brand_id") REFERENCES "brands"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key coupons_plan_id_fkey to coupons
ALTER TABLE "coupons" ADD CONSTRAINT "coupons_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plans"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key credit_notes_invoice_id_fkey to credit_notes
ALTER TABLE "credit_notes" ADD CONSTRAINT "credit_notes_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoices"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key customers_price_id_fkey to customers
ALTER TABLE "customers" ADD CONSTRAINT "customers_price_id_fkey" FOREIGN KEY ("price_id") REFERENCES "prices"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key deliverys_feedback_id_fkey to deliverys
ALTER TABLE "deliverys" ADD CONSTRAINT "deliverys_feedback_id_fkey" FOREIGN KEY ("feedback_id") REFERENCES "feedbacks"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key departments_product_id_fkey to departments
ALTER TABLE "departments" ADD CONSTRAINT "departments_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key devices_cart_id_fkey to devices
ALTER TABLE "devices" ADD CONSTRAINT "devices_cart_id_fkey" FOREIGN KEY ("cart_id") REFERENCES "carts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key discounts_payment_method_id_fkey to discounts
ALTER TABLE "discounts" ADD CONSTRAINT "discounts_payment_method_id_fkey" FOREIGN KEY ("payment_method_id") REFERENCES "payment_methods"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key dunnings_payment_id_fkey to dunnings
ALTER TABLE "dunnings" ADD CONSTRAINT "dunnings_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key employees_discount_id_fkey to employees
ALTER TABLE "employees" ADD CONSTRAINT "employees_discount_id_fkey" FOREIGN KEY ("discount_id") REFERENCES "discounts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key escalations_parcel_id_fkey to escalations
ALTER TABLE "escalations" ADD CONSTRAINT "escalations_parcel_id_fkey" FOREIGN KEY ("parcel_id") REFERENCES "parcels"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key expense_lines_brand_id_fkey to expense_lines
ALTER TABLE "expense_lines" ADD CONSTRAINT "expense_lines_brand_id_fkey" FOREIGN KEY ("brand_id") REFERENCES "brands"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key expenses_order_id_fkey to expenses
ALTER TABLE "expenses" ADD CONSTRAINT "expenses_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key feedbacks_warehouse_id_fkey to feedbacks
ALTER TABLE "feedbacks" ADD CONSTRAINT "feedbacks_warehouse_id_fkey" FOREIGN KEY ("warehouse_id") REFERENCES "warehouses"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key goals_discount_id_fkey to goals
ALTER TABLE "goals" ADD CONSTRAINT "goals_discount_id_fkey" FOREIGN KEY ("discount_id") REFERENCES "discounts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key grants_escalation_id_fkey to grants
ALTER TABLE "grants" ADD CONSTRAINT "grants_escalation_id_fkey" FOREIGN KEY ("escalation_id") REFERENCES "escalations"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key inspections_bundle_id_fkey to inspections
ALTER TABLE "inspections" ADD CONSTRAINT "inspections_bundle_id_fkey" FOREIGN KEY ("bundle_id") REFERENCES "bundles"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key invitations_audit_event_id_fkey to invitations
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_audit_event_id_fkey" FOREIGN KEY ("audit_event_id") REFERENCES "audit_events"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key invoice_lines_invoice_id_fkey to invoice_lines
ALTER TABLE "invoice_lines" ADD CONSTRAINT "invoice_lines_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoices"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key leaves_variant_id_fkey to leaves
ALTER TABLE "leaves" ADD CONSTRAINT "leaves_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "variants"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key login_attempts_expense_id_fkey to login_attempts
ALTER TABLE "login_attempts" ADD CONSTRAINT "login_attempts_expense_id_fkey" FOREIGN KEY ("expense_id") REFERENCES "expenses"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key macros_pipeline_id_fkey to macros
ALTER TABLE "macros" ADD CONSTRAINT "macros_pipeline_id_fkey" FOREIGN KEY ("pipeline_id") REFERENCES "pipelines"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key medias_collection_id_fkey to medias
ALTER TABLE "medias" ADD CONSTRAINT "medias_collection_id_fkey" FOREIGN KEY ("collection_id") REFERENCES "collections"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key messages_subscription_id_fkey to messages
ALTER TABLE "messages" ADD CONSTRAINT "messages_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "subscriptions"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key movements_dunning_id_fkey to movements
ALTER TABLE "movements" ADD CONSTRAINT "movements_dunning_id_fkey" FOREIGN KEY ("dunning_id") REFERENCES "dunnings"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key offices_plan_price_id_fkey to offices
ALTER TABLE "offices" ADD CONSTRAINT "offices_plan_price_id_fkey" FOREIGN KEY ("plan_price_id") REFERENCES "plan_prices"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key opportunitys_contract_id_fkey to opportunitys
ALTER TABLE "opportunitys" ADD CONSTRAINT "opportunitys_contract_id_fkey" FOREIGN KEY ("contract_id") REFERENCES "contracts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key options_invoice_id_fkey to options
ALTER TABLE "options" ADD CONSTRAINT "options_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoices"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key order_lines_collection_id_fkey to order_lines
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_collection_id_fkey" FOREIGN KEY ("collection_id") REFERENCES "collections"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key orders_customer_id_fkey to orders
ALTER TABLE "orders" ADD CONSTRAINT "orders_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key parcels_collection_id_fkey to parcels
ALTER TABLE "parcels" ADD CONSTRAINT "parcels_collection_id_fkey" FOREIGN KEY ("collection_id") REFERENCES "collections"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key payment_methods_credit_note_id_fkey to payment_methods
ALTER TABLE "payment_methods" ADD CONSTRAINT "payment_methods_credit_note_id_fkey" FOREIGN KEY ("credit_note_id") REFERENCES "credit_notes"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key payments_credit_note_id_fkey to payments
ALTER TABLE "payments" ADD CONSTRAINT "payments_credit_note_id_fkey" FOREIGN KEY ("credit_note_id") REFERENCES "credit_notes"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key payslips_collection_id_fkey to payslips
ALTER TABLE "payslips" ADD CONSTRAINT "payslips_collection_id_fkey" FOREIGN KEY ("collection_id") REFERENCES "collections"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key permissions_option_id_fkey to permissions
ALTER TABLE "permissions" ADD CONSTRAINT "permissions_option_id_fkey" FOREIGN KEY ("option_id") REFERENCES "options"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key pipelines_product_id_fkey to pipelines
ALTER TABLE "pipelines" ADD CONSTRAINT "pipelines_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key plan_prices_plan_id_fkey to plan_prices
ALTER TABLE "plan_prices" ADD CONSTRAINT "plan_prices_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plans"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key plans_payment_method_id_fkey to plans
ALTER TABLE "plans" ADD CONSTRAINT "plans_payment_method_id_fkey" FOREIGN KEY ("payment_method_id") REFERENCES "payment_methods"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key positions_parcel_id_fkey to positions
ALTER TABLE "positions" ADD CONSTRAINT "positions_parcel_id_fkey" FOREIGN KEY ("parcel_id") REFERENCES "parcels"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key price_lists_payment_id_fkey to price_lists
ALTER TABLE "price_lists" ADD CONSTRAINT "price_lists_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key prices_price_list_id_fkey to prices
ALTER TABLE "prices" ADD CONSTRAINT "prices_price_list_id_fkey" FOREIGN KEY ("price_list_id") REFERENCES "price_lists"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key products_payment_id_fkey to products
ALTER TABLE "products" ADD CONSTRAINT "products_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key quote_lines_dunning_id_fkey to quote_lines
ALTER TABLE "quote_lines" ADD CONSTRAINT "quote_lines_dunning_id_fkey" FOREIGN KEY ("dunning_id") REFERENCES "dunnings"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key quotes_inspection_id_fkey to quotes
ALTER TABLE "quotes" ADD CONSTRAINT "quotes_inspection_id_fkey" FOREIGN KEY ("inspection_id") REFERENCES "inspections"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key receipts_media_id_fkey to receipts
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_media_id_fkey" FOREIGN KEY ("media_id") REFERENCES "medias"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key returns_supplier_id_fkey to returns
ALTER TABLE "returns" ADD CONSTRAINT "returns_supplier_id_fkey" FOREIGN KEY ("supplier_id") REFERENCES "suppliers"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key reviews_invoice_id_fkey to reviews
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoices"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key roles_agent_id_fkey to roles
ALTER TABLE "roles" ADD CONSTRAINT "roles_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agents"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key sessions_subscription_id_fkey to sessions
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "subscriptions"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key shipments_supplier_id_fkey to shipments
ALTER TABLE "shipments" ADD CONSTRAINT "shipments_supplier_id_fkey" FOREIGN KEY ("supplier_id") REFERENCES "suppliers"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key skills_brand_id_fkey to skills
ALTER TABLE "skills" ADD CONSTRAINT "skills_brand_id_fkey" FOREIGN KEY ("brand_id") REFERENCES "brands"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key sla_policys_quote_id_fkey to sla_policys
ALTER TABLE "sla_policys" ADD CONSTRAINT "sla_policys_quote_id_fkey" FOREIGN KEY ("quote_id") REFERENCES "quotes"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key stages_price_id_fkey to stages
ALTER TABLE "stages" ADD CONSTRAINT "stages_price_id_fkey" FOREIGN KEY ("price_id") REFERENCES "prices"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key stock_levels_credit_note_id_fkey to stock_levels
ALTER TABLE "stock_levels" ADD CONSTRAINT "stock_levels_credit_note_id_fkey" FOREIGN KEY ("credit_note_id") REFERENCES "credit_notes"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key subscriptions_invoice_id_fkey to subscriptions
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoices"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key suppliers_discount_id_fkey to suppliers
ALTER TABLE "suppliers" ADD CONSTRAINT "suppliers_discount_id_fkey" FOREIGN KEY ("discount_id") REFERENCES "discounts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key surveys_product_id_fkey to surveys
ALTER TABLE "surveys" ADD CONSTRAINT "surveys_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key tax_rates_invoice_id_fkey to tax_rates
ALTER TABLE "tax_rates" ADD CONSTRAINT "tax_rates_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoices"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key teams_address_id_fkey to teams
ALTER TABLE "teams" ADD CONSTRAINT "teams_address_id_fkey" FOREIGN KEY ("address_id") REFERENCES "addresss"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key tickets_subscription_id_fkey to tickets
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "subscriptions"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key topics_contract_id_fkey to topics
ALTER TABLE "topics" ADD CONSTRAINT "topics_contract_id_fkey" FOREIGN KEY ("contract_id") REFERENCES "contracts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key trainings_opportunity_id_fkey to trainings
ALTER TABLE "trainings" ADD CONSTRAINT "trainings_opportunity_id_fkey" FOREIGN KEY ("opportunity_id") REFERENCES "opportunitys"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key transfers_category_id_fkey to transfers
ALTER TABLE "transfers" ADD CONSTRAINT "transfers_category_id_fkey" FOREIGN KEY ("category_id") REFERENCES "categorys"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key variants_discount_id_fkey to variants
ALTER TABLE "variants" ADD CONSTRAINT "variants_discount_id_fkey" FOREIGN KEY ("discount_id") REFERENCES "discounts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key votes_shipment_id_fkey to votes
ALTER TABLE "votes" ADD CONSTRAINT "votes_shipment_id_fkey" FOREIGN KEY ("shipment_id") REFERENCES "shipments"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key warehouses_tax_rate_id_fkey to warehouses
ALTER TABLE "warehouses" ADD CONSTRAINT "warehouses_tax_rate_id_fkey" FOREIGN KEY ("tax_rate_id") REFERENCES "tax_rates"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key webhooks_bin_id_fkey to webhooks
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_bin_id_fkey" FOREIGN KEY ("bin_id") REFERENCES "bins"("id") ON DELETE SET NULL ON UPDATE CASCADE;
