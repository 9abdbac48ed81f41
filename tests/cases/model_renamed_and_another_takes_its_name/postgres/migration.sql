-- Rename table User to Member
ALTER TABLE "User" RENAME TO "Member";

-- Rename primary key User_pkey to Member_pkey
ALTER INDEX "User_pkey" RENAME TO "Member_pkey";

-- Create table User
CREATE TABLE "User" (
    "id" INTEGER NOT NULL,
    "email" TEXT NOT NULL,
    "otherId" INTEGER,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- Create unique index User_email_key on User
CREATE UNIQUE INDEX "User_email_key" ON "User" ("email");

-- Add foreign key User_otherId_fkey to User
ALTER TABLE "User" ADD CONSTRAINT "User_otherId_fkey" FOREIGN KEY ("otherId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;
