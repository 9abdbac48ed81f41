-- Create table Profile
CREATE TABLE "Profile" (
    "userId" INTEGER NOT NULL,
    "about" TEXT,

    CONSTRAINT "Profile_pkey" PRIMARY KEY ("userId")
);

-- Create table User
CREATE TABLE "User" (
    "id" INTEGER NOT NULL,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- Add foreign key Profile_userId_fkey to Profile
ALTER TABLE "Profile" ADD CONSTRAINT "Profile_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
