-- What a school keeps of a file: its bytes lie outside the database, named by their hash.
CREATE TABLE stored_file (
    school_id bigint NOT NULL,
    id uuid NOT NULL,
    hash text NOT NULL,
    size bigint NOT NULL,
    media_type text NOT NULL,
    name text NOT NULL,
    created_at bigint NOT NULL,
    created_by uuid,
    PRIMARY KEY (school_id, id)
);
CREATE INDEX stored_file_hash ON stored_file (hash);
