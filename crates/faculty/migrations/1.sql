-- A school's own: results of teachers' training. A row is never changed; one that should not have been is withdrawn.
CREATE TABLE training_result (
    school_id bigint NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    head bytea NOT NULL,
    region bigint NOT NULL,
    level bigint NOT NULL,
    class_name text,
    organiser text NOT NULL,
    organiser_tier text NOT NULL,
    first_day bigint NOT NULL,
    last_day bigint NOT NULL,
    outcome text NOT NULL,
    certificate text,
    created_at bigint NOT NULL,
    created_by uuid,
    PRIMARY KEY (school_id, id)
);
CREATE INDEX training_result_day ON training_result (school_id, last_day);
CREATE INDEX training_result_person ON training_result (school_id, person_id);
CREATE TABLE training_withdrawal (
    school_id bigint NOT NULL,
    result_id uuid NOT NULL,
    at bigint NOT NULL,
    by_account uuid,
    reason text NOT NULL,
    PRIMARY KEY (school_id, result_id),
    FOREIGN KEY (school_id, result_id) REFERENCES training_result (school_id, id)
);
-- Shared: the days that a human was in training of a level, whatever school sent them, so that nothing counts twice.
CREATE TABLE training_span (
    head bytea NOT NULL,
    level bigint NOT NULL,
    first_day bigint NOT NULL,
    last_day bigint NOT NULL,
    result_id uuid NOT NULL,
    PRIMARY KEY (head, level, first_day, result_id)
);
