-- A step of its own, so that the table is readable while the rows are marked.
UPDATE person_token SET staff = 1
WHERE EXISTS (SELECT 1 FROM post p WHERE p.school_id = person_token.school_id AND p.person_id = person_token.person_id);
CREATE INDEX person_token_staff ON person_token (school_id, token, person_id) WHERE staff = 1;
