-- Rename table User to Person
ALTER TABLE "User" RENAME TO "Person";

-- Rename primary key User_pkey to Person_pkey
ALTER INDEX "User_pkey" RENAME TO "Person_pkey";

-- Rename index User_email_key to Person_email_key
ALTER INDEX "User_email_key" RENAME TO "Person_email_key";
