-- Create unique index users_email_key on users
CREATE UNIQUE INDEX "users_email_key" ON "users" ("email");
