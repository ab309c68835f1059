-- Who looks into a chain asks for what one person did, or for one act: neither may read the whole chain.
CREATE INDEX audit_line_account ON audit_line (school_id, account_id, id);
CREATE INDEX audit_line_verb ON audit_line (school_id, verb, id);
