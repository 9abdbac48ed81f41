-- Change primary key of users
ALTER TABLE "users" DROP CONSTRAINT "users_pkey",
    ADD CONSTRAINT "users_pkey" PRIMARY KEY ("id", "tenant");
