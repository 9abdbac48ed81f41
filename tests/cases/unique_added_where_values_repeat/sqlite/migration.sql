-- Create unique index User_email_city_key on User
CREATE UNIQUE INDEX "User_email_city_key" ON "User" ("email", "city");
