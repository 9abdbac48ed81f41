-- Create table Big
CREATE TABLE "Big" (
    "id" BIGSERIAL NOT NULL,
    "number" SERIAL NOT NULL,

    CONSTRAINT "Big_pkey" PRIMARY KEY ("id")
);

-- Create table Small
CREATE TABLE "Small" (
    "id" SMALLSERIAL NOT NULL,

    CONSTRAINT "Small_pkey" PRIMARY KEY ("id")
);
