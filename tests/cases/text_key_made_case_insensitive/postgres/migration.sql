-- Alter table User: column handle from TEXT to CITEXT; column email from TEXT to CITEXT; column city from TEXT to CITEXT
ALTER TABLE "User" ALTER COLUMN "handle" TYPE CITEXT,
    ALTER COLUMN "email" TYPE CITEXT,
    ALTER COLUMN "city" TYPE CITEXT;
