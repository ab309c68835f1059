-- What is to be done outside a request. A job that is done is gone; one that was given up stays and can be seen.
CREATE TABLE job (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    school_id bigint,
    payload text NOT NULL,
    request_id uuid NOT NULL,
    created_at bigint NOT NULL,
    run_at bigint NOT NULL,
    attempts bigint NOT NULL,
    holder uuid,
    held_until bigint NOT NULL,
    given_up_at bigint,
    fault text NOT NULL
);
CREATE INDEX job_due ON job (run_at, id) WHERE given_up_at IS NULL;
