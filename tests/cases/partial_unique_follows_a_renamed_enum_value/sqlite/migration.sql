-- Drop index ticket_open
DROP INDEX "ticket_open";

-- Drop index ticket_over
DROP INDEX "ticket_over";

-- Rename values in Ticket.state
UPDATE "Ticket"
SET "state" = CASE "state" WHEN 'open' THEN 'active' WHEN 'closed' THEN 'failed' WHEN 'failed' THEN 'closed' ELSE "state" END
WHERE "state" IN ('open', 'closed', 'failed');

-- Create unique index ticket_open on Ticket
CREATE UNIQUE INDEX "ticket_open" ON "Ticket" ("owner") WHERE "state" = 'active';

-- Create index ticket_over on Ticket
CREATE INDEX "ticket_over" ON "Ticket" ("owner") WHERE "state" IN ('closed', 'lost') AND "note" <> 'closed';
