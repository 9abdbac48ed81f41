-- Create table Event
CREATE TABLE "Event" (
    "id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "event_source" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "code" TEXT NOT NULL,

    CONSTRAINT "Event_pkey" PRIMARY KEY ("id")
);

-- Create unique index Event_code_key on Event
CREATE UNIQUE INDEX "Event_code_key" ON "Event" ("code");

-- Create unique index Event_event_source_at_key on Event
CREATE UNIQUE INDEX "Event_event_source_at_key" ON "Event" ("event_source", "at" DESC);

-- Create index Event_kind_at_idx on Event
CREATE INDEX "Event_kind_at_idx" ON "Event" ("kind", "at" DESC);

-- Create index Event_kind_idx on Event
CREATE INDEX "Event_kind_idx" ON "Event" ("kind");

-- Create index events_by_source on Event
CREATE INDEX "events_by_source" ON "Event" ("event_source");
