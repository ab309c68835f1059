-- What an uploaded roster waits for: how many faults are to be mended in the file itself, and the first classes that it names and the
-- school did not have, a line each. What an older node takes meanwhile says neither, and stands as one that waits for the decision.
ALTER TABLE roster_upload ADD COLUMN faults bigint NOT NULL DEFAULT 0;
ALTER TABLE roster_upload ADD COLUMN missing text NOT NULL DEFAULT '';
