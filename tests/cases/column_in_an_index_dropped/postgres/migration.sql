-- Drop index User_city_name_idx of User
DROP INDEX "User_city_name_idx";

-- Drop column User.city
ALTER TABLE "User" DROP COLUMN "city";
