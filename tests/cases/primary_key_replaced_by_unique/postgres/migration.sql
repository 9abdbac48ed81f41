-- Drop primary key of Setting
ALTER TABLE "Setting" DROP CONSTRAINT "Setting_pkey";

-- Create unique index Setting_key_key on Setting
CREATE UNIQUE INDEX "Setting_key_key" ON "Setting" ("key");
