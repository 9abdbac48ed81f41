-- Create enum Role
CREATE TYPE "Role" AS ENUM ('user', 'admin');

-- Create table Sample
CREATE TABLE "Sample" (
    "id" INTEGER NOT NULL DEFAULT 7,
    "text" TEXT NOT NULL DEFAULT 'it''s "quoted"',
    "empty" TEXT NOT NULL DEFAULT '',
    "lines" TEXT NOT NULL DEFAULT E'first\nsecond\ttab \\ backslash',
    "unicode" TEXT NOT NULL DEFAULT 'žluťoučký 🐎',
    "yes" BOOLEAN NOT NULL DEFAULT true,
    "no" BOOLEAN NOT NULL DEFAULT false,
    "whole" INTEGER NOT NULL DEFAULT -42,
    "big" BIGINT NOT NULL DEFAULT 9007199254740993,
    "real" DOUBLE PRECISION NOT NULL DEFAULT 2.5,
    "exact" DECIMAL(65,30) NOT NULL DEFAULT 12.34,
    "moment" TIMESTAMP(3) NOT NULL DEFAULT '2024-02-29 12:30:00',
    "now" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "document" JSONB NOT NULL DEFAULT '{"a": [1, null, "x"]}',
    "bytes" BYTEA NOT NULL DEFAULT '\x68656c6c6f',
    "role" "Role" NOT NULL DEFAULT 'admin',

    CONSTRAINT "Sample_pkey" PRIMARY KEY ("id")
);
