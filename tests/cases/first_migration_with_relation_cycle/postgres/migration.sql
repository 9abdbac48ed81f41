-- Create table Person
CREATE TABLE "Person" (
    "id" INTEGER NOT NULL,
    "teamId" INTEGER NOT NULL,

    CONSTRAINT "Person_pkey" PRIMARY KEY ("id")
);

-- Create table Team
CREATE TABLE "Team" (
    "id" INTEGER NOT NULL,
    "leadId" INTEGER,

    CONSTRAINT "Team_pkey" PRIMARY KEY ("id")
);

-- Create unique index Team_leadId_key on Team
CREATE UNIQUE INDEX "Team_leadId_key" ON "Team" ("leadId");

-- Add foreign key Person_teamId_fkey to Person
ALTER TABLE "Person" ADD CONSTRAINT "Person_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Add foreign key Team_leadId_fkey to Team
ALTER TABLE "Team" ADD CONSTRAINT "Team_leadId_fkey" FOREIGN KEY ("leadId") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE;
