-- Rename table User to Member
ALTER TABLE "User" RENAME TO "Member";

-- Create table User
CREATE TABLE "User" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "email" TEXT NOT NULL,
    "otherId" INTEGER,
    CONSTRAINT "User_otherId_fkey" FOREIGN KEY ("otherId") REFERENCES "User" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- Create unique index User_email_key on User
CREATE UNIQUE INDEX "User_email_key" ON "User" ("email");
