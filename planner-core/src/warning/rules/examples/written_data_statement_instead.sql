UPDATE "users" SET "id" = "id" + 1 WHERE "id" < 100;
