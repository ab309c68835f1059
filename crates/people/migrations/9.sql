-- The end of a session however it is used. Whoever is signed in keeps what their post allows from their sign-in on; a session that an older
-- node opens meanwhile ends by its rest only.
ALTER TABLE session ADD COLUMN ends_at bigint NOT NULL DEFAULT 9223372036854775807;
UPDATE session SET ends_at = created_at + CASE WHEN shared = 1 THEN 43200000000
    WHEN role IN ('system-admin', 'security-admin', 'audit-admin') THEN 43200000000
    WHEN role = 'student' THEN 15552000000000 ELSE 2592000000000 END;
