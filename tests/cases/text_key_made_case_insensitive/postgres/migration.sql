-- Alter column User.handle from TEXT to CITEXT
ALTER TABLE "User" ALTER COLUMN "handle" TYPE CITEXT;

-- Alter column User.email from TEXT to CITEXT
ALTER TABLE "User" ALTER COLUMN "email" TYPE CITEXT;

-- Alter column User.city from TEXT to CITEXT
ALTER TABLE "User" ALTER COLUMN "city" TYPE CITEXT;
