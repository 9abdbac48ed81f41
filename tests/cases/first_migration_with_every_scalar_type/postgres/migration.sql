-- Create table Sample
CREATE TABLE "Sample" (
    "id" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "textOrNone" TEXT,
    "flag" BOOLEAN NOT NULL,
    "flagOrNone" BOOLEAN,
    "whole" INTEGER NOT NULL,
    "wholeOrNone" INTEGER,
    "big" BIGINT NOT NULL,
    "bigOrNone" BIGINT,
    "real" DOUBLE PRECISION NOT NULL,
    "realOrNone" DOUBLE PRECISION,
    "exact" DECIMAL(65,30) NOT NULL,
    "exactOrNone" DECIMAL(65,30),
    "moment" TIMESTAMP(3) NOT NULL,
    "momentOrNone" TIMESTAMP(3),
    "document" JSONB NOT NULL,
    "documentOrNone" JSONB,
    "bytes" BYTEA NOT NULL,
    "bytesOrNone" BYTEA,

    CONSTRAINT "Sample_pkey" PRIMARY KEY ("id")
);
