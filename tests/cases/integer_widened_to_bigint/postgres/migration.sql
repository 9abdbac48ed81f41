-- Alter table User: column age from INTEGER to BIGINT; column score from INTEGER to BIGINT
ALTER TABLE "User" ALTER COLUMN "age" TYPE BIGINT,
    ALTER COLUMN "score" TYPE BIGINT;
