-- Create table Child
CREATE TABLE "Child" (
    "id" INTEGER NOT NULL,
    "cascadeId" INTEGER NOT NULL,
    "restrictId" INTEGER NOT NULL,
    "noActionId" INTEGER NOT NULL,
    "setNullId" INTEGER,
    "setDefaultId" INTEGER NOT NULL DEFAULT 1,
    "plainId" INTEGER NOT NULL,
    "optionalId" INTEGER,

    CONSTRAINT "Child_pkey" PRIMARY KEY ("id")
);

-- Create table Parent
CREATE TABLE "Parent" (
    "id" INTEGER NOT NULL,

    CONSTRAINT "Parent_pkey" PRIMARY KEY ("id")
);

-- Add foreign key Child_cascadeId_fkey to Child
ALTER TABLE "Child" ADD CONSTRAINT "Child_cascadeId_fkey" FOREIGN KEY ("cascadeId") REFERENCES "Parent"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- Add foreign key Child_noActionId_fkey to Child
ALTER TABLE "Child" ADD CONSTRAINT "Child_noActionId_fkey" FOREIGN KEY ("noActionId") REFERENCES "Parent"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Add foreign key Child_optionalId_fkey to Child
ALTER TABLE "Child" ADD CONSTRAINT "Child_optionalId_fkey" FOREIGN KEY ("optionalId") REFERENCES "Parent"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Add foreign key Child_plainId_fkey to Child
ALTER TABLE "Child" ADD CONSTRAINT "Child_plainId_fkey" FOREIGN KEY ("plainId") REFERENCES "Parent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Add foreign key Child_restrictId_fkey to Child
ALTER TABLE "Child" ADD CONSTRAINT "Child_restrictId_fkey" FOREIGN KEY ("restrictId") REFERENCES "Parent"("id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- Add foreign key Child_setDefaultId_fkey to Child
ALTER TABLE "Child" ADD CONSTRAINT "Child_setDefaultId_fkey" FOREIGN KEY ("setDefaultId") REFERENCES "Parent"("id") ON DELETE SET DEFAULT ON UPDATE SET DEFAULT;

-- Add foreign key Child_setNullId_fkey to Child
ALTER TABLE "Child" ADD CONSTRAINT "Child_setNullId_fkey" FOREIGN KEY ("setNullId") REFERENCES "Parent"("id") ON DELETE SET NULL ON UPDATE SET NULL;
