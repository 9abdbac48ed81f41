-- Create table Membership
CREATE TABLE "Membership" (
    "userId" INTEGER NOT NULL,
    "teamId" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "email" TEXT NOT NULL,
    "since" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY ("userId", "teamId")
);

-- Create unique index Membership_email_key on Membership
CREATE UNIQUE INDEX "Membership_email_key" ON "Membership" ("email");

-- Create unique index Membership_teamId_number_key on Membership
CREATE UNIQUE INDEX "Membership_teamId_number_key" ON "Membership" ("teamId", "number");
