-- Erasures that wait for an office, of all organisations that have nobody who settles them.
CREATE INDEX erasure_waits ON erasure (proposed_at, person_id) WHERE outcome = '';
