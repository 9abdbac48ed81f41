-- Create enum priority
CREATE TYPE "priority" AS ENUM ('low', 'normal', 'urgent');

-- Add column issues.priority
ALTER TABLE "issues" ADD COLUMN "priority" "priority" NOT NULL DEFAULT 'normal';

-- Create table _IssueToLabel
CREATE TABLE "_IssueToLabel" (
    "A" INTEGER NOT NULL,
    "B" INTEGER NOT NULL,

    CONSTRAINT "_IssueToLabel_AB_pkey" PRIMARY KEY ("A", "B")
);

-- Create table labels
CREATE TABLE "labels" (
    "id" SERIAL NOT NULL,
    "name" VARCHAR(40) NOT NULL,
    "colour" VARCHAR(7),

    CONSTRAINT "labels_pkey" PRIMARY KEY ("id")
);

-- Create index _IssueToLabel_B_index on _IssueToLabel
CREATE INDEX "_IssueToLabel_B_index" ON "_IssueToLabel" ("B");

-- Create unique index labels_name_key on labels
CREATE UNIQUE INDEX "labels_name_key" ON "labels" ("name");

-- Add foreign key _IssueToLabel_A_fkey to _IssueToLabel
ALTER TABLE "_IssueToLabel" ADD CONSTRAINT "_IssueToLabel_A_fkey" FOREIGN KEY ("A") REFERENCES "issues"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Add foreign key _IssueToLabel_B_fkey to _IssueToLabel
ALTER TABLE "_IssueToLabel" ADD CONSTRAINT "_IssueToLabel_B_fkey" FOREIGN KEY ("B") REFERENCES "labels"("id") ON DELETE CASCADE ON UPDATE CASCADE;
