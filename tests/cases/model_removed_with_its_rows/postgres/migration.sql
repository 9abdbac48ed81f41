-- Drop table Note
DROP TABLE "Note";
