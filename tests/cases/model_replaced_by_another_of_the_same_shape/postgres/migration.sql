-- Drop table Customer
DROP TABLE "Customer";

-- Create table Client
CREATE TABLE "Client" (
    "id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "Client_pkey" PRIMARY KEY ("id")
);
