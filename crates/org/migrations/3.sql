-- Who has a unified social credit code is asked before another is registered with it. It is no unique index: an installation may
-- hold two of one code from before.
CREATE INDEX organisation_credit ON organisation (credit_code);
