-- Change primary key of User
ALTER TABLE "User" DROP CONSTRAINT "User_pkey",
    ADD CONSTRAINT "User_pkey" PRIMARY KEY ("email");
