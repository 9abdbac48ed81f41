-- Drop table _PostToTag
DROP TABLE "_PostToTag";
