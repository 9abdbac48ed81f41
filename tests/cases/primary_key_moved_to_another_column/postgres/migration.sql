-- Change primary key of User
ALTER TABLE "User" DROP CONSTRAINT "User_pkey",
    ADD CONSTRAINT "User_pkey" PRIMARY KEY ("email");

-- Create unique index User_id_key on User
CREATE UNIQUE INDEX "User_id_key" ON "User" ("id");
