-- Rename values in User.role
UPDATE "User"
SET "role" = CASE "role" WHEN 'admin' THEN 'root' ELSE "role" END
WHERE "role" IN ('admin');
