-- Add column AVeryLongModelNameThatNobodyWouldTypeTwiceInTheirLife.größeUndÜberlängeUndÄhnlichesUndÖdes
ALTER TABLE "AVeryLongModelNameThatNobodyWouldTypeTwiceInTheirLife" ADD COLUMN "größeUndÜberlängeUndÄhnlichesUndÖdes" TEXT NOT NULL DEFAULT 'x';

-- Create table AnotherLongModelNameThatGoesOnAndOnAndOnWithoutEnd
CREATE TABLE "AnotherLongModelNameThatGoesOnAndOnAndOnWithoutEnd" (
    "id" INTEGER NOT NULL,
    "theParentThatThisRowBelongsTo_id" INTEGER NOT NULL,

    CONSTRAINT "AnotherLongModelNameThatGoesOnAndOnAndOnWithoutEnd_pkey" PRIMARY KEY ("id")
);

-- Create index AVeryLongModelNameThatNobodyWouldTypeTwiceInTheirLife_aColu_idx on AVeryLongModelNameThatNobodyWouldTypeTwiceInTheirLife
CREATE INDEX "AVeryLongModelNameThatNobodyWouldTypeTwiceInTheirLife_aColu_idx" ON "AVeryLongModelNameThatNobodyWouldTypeTwiceInTheirLife" ("aColumnNameThatIsAlsoLongerThanItNeedsToBe", "größeUndÜberlängeUndÄhnlichesUndÖdes");

-- Create unique index AVeryLongModelNameThatNobodyWouldTypeTwiceInTheirLife_aColu_key on AVeryLongModelNameThatNobodyWouldTypeTwiceInTheirLife
CREATE UNIQUE INDEX "AVeryLongModelNameThatNobodyWouldTypeTwiceInTheirLife_aColu_key" ON "AVeryLongModelNameThatNobodyWouldTypeTwiceInTheirLife" ("aColumnNameThatIsAlsoLongerThanItNeedsToBe");

-- Add foreign key AnotherLongModelNameThatGoesOnAndOnAndOnWithoutEnd_thePare_fkey to AnotherLongModelNameThatGoesOnAndOnAndOnWithoutEnd
ALTER TABLE "AnotherLongModelNameThatGoesOnAndOnAndOnWithoutEnd" ADD CONSTRAINT "AnotherLongModelNameThatGoesOnAndOnAndOnWithoutEnd_thePare_fkey" FOREIGN KEY ("theParentThatThisRowBelongsTo_id") REFERENCES "AVeryLongModelNameThatNobodyWouldTypeTwiceInTheirLife"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
