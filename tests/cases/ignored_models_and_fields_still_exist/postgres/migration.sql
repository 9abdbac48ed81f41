-- Create table Old
CREATE TABLE "Old" (
    "id" INTEGER NOT NULL,

    CONSTRAINT "Old_pkey" PRIMARY KEY ("id")
);

-- Create table User
CREATE TABLE "User" (
    "id" INTEGER NOT NULL,
    "secret" TEXT NOT NULL,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);
