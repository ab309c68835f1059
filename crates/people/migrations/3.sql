-- What a person is found by, a beginning a row: the name, every reading of it, its initials, the number. The tokens are bytes,
-- so that a beginning is a range of an ordinary index on either engine.
CREATE TABLE person_token (
    school_id bigint NOT NULL,
    token bytea NOT NULL,
    person_id uuid NOT NULL,
    PRIMARY KEY (school_id, token, person_id),
    FOREIGN KEY (school_id, person_id) REFERENCES person (school_id, id)
);
CREATE INDEX person_token_person ON person_token (school_id, person_id);
INSERT INTO person_token (school_id, token, person_id)
WITH RECURSIVE piece (school_id, person_id, token, rest) AS (
    SELECT school_id, id, '', trim(tokens) || ' '
        || replace(replace(replace(replace(lower(number), '-', ''), '.', ''), '''', ''), ' ', '') || ' ' FROM person
    UNION ALL
    SELECT school_id, person_id,
-- only: sqlite
        substr(rest, 1, instr(rest, ' ') - 1), substr(rest, instr(rest, ' ') + 1)
-- end
-- only: postgres
        substr(rest, 1, strpos(rest, ' ') - 1), substr(rest, strpos(rest, ' ') + 1)
-- end
    FROM piece WHERE rest <> ''
)
SELECT DISTINCT school_id,
-- only: sqlite
    CAST(token AS blob),
-- end
-- only: postgres
    convert_to(token, 'UTF8'),
-- end
    person_id FROM piece WHERE token <> '';
ALTER TABLE person DROP COLUMN tokens;
DROP INDEX person_initials;
ALTER TABLE person DROP COLUMN initials;
-- Who holds posts, asked of a person.
CREATE INDEX post_person ON post (school_id, person_id);
