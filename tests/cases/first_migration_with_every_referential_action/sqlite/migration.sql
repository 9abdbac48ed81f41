-- Create table Child
CREATE TABLE "Child" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "cascadeId" INTEGER NOT NULL,
    "restrictId" INTEGER NOT NULL,
    "noActionId" INTEGER NOT NULL,
    "setNullId" INTEGER,
    "setDefaultId" INTEGER NOT NULL DEFAULT 1,
    "plainId" INTEGER NOT NULL,
    "optionalId" INTEGER,
    CONSTRAINT "Child_cascadeId_fkey" FOREIGN KEY ("cascadeId") REFERENCES "Parent" ("id") ON DELETE CASCADE ON UPDATE RESTRICT,
    CONSTRAINT "Child_restrictId_fkey" FOREIGN KEY ("restrictId") REFERENCES "Parent" ("id") ON DELETE RESTRICT ON UPDATE NO ACTION,
    CONSTRAINT "Child_noActionId_fkey" FOREIGN KEY ("noActionId") REFERENCES "Parent" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION,
    CONSTRAINT "Child_setNullId_fkey" FOREIGN KEY ("setNullId") REFERENCES "Parent" ("id") ON DELETE SET NULL ON UPDATE SET NULL,
    CONSTRAINT "Child_setDefaultId_fkey" FOREIGN KEY ("setDefaultId") REFERENCES "Parent" ("id") ON DELETE SET DEFAULT ON UPDATE SET DEFAULT,
    CONSTRAINT "Child_plainId_fkey" FOREIGN KEY ("plainId") REFERENCES "Parent" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Child_optionalId_fkey" FOREIGN KEY ("optionalId") REFERENCES "Parent" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- Create table Parent
CREATE TABLE "Parent" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT
);
