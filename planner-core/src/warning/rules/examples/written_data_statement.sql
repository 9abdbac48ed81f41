UPDATE "users" SET "id" = "id" + 1;
